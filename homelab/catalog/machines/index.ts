import type { Service } from "../../model";
import type { Site } from "../../site";
import { alloyCoolify } from "./alloy-coolify";
import { coolify } from "./coolify";
import { dockerEngine } from "./docker-engine";
import { homeAssistant } from "./home-assistant";
import { webApps } from "./web-apps";

/** Services of the virtual machines, except containers of the Docker host. */
export const machines = (site: Site): readonly Service[] => [
  homeAssistant,
  dockerEngine,
  coolify,
  alloyCoolify,
  ...webApps(site),
];
