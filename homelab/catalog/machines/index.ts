import type { Service } from "../../model";
import type { Site } from "../../site";
import { alloyCoolify } from "./alloy-coolify";
import { coolify } from "./coolify";
import { dockerEngine } from "./docker-engine";
import { homeAssistant } from "./home-assistant";
import { webApps } from "./web-apps";

/** What the virtual machines are for, containers of the Docker host aside. */
export const machines = (site: Site): readonly Service[] => [
  homeAssistant,
  dockerEngine,
  coolify,
  alloyCoolify,
  ...webApps(site),
];
