import type { Service } from "../../model";
import type { Site } from "../../site";
import { alloyDocker } from "./alloy-docker";
import { bazarr } from "./bazarr";
import { dockerSocketProxy } from "./docker-socket-proxy";
import { flaresolverr } from "./flaresolverr";
import { githubRunner } from "./github-runner";
import { homepage } from "./homepage";
import { lidarr } from "./lidarr";
import { n8n } from "./n8n";
import { notifiarr } from "./notifiarr";
import { overseerr } from "./overseerr";
import { plex } from "./plex";
import { portainer } from "./portainer";
import { prowlarr } from "./prowlarr";
import { radarr } from "./radarr";
import { readarr } from "./readarr";
import { sabnzbd } from "./sabnzbd";
import { smtpRelay } from "./smtp-relay";
import { sonarr } from "./sonarr";
import { tdarr } from "./tdarr";
import { uptimeKuma } from "./uptime-kuma";

/** What runs in containers on VM 3, in the order of the homelab's document. */
export const apps = (site: Site): readonly Service[] => [
  portainer,
  n8n,
  plex,
  overseerr,
  sabnzbd,
  prowlarr,
  radarr,
  sonarr,
  lidarr,
  readarr,
  bazarr,
  notifiarr,
  flaresolverr,
  tdarr,
  homepage,
  uptimeKuma,
  alloyDocker,
  githubRunner,
  dockerSocketProxy,
  ...smtpRelay(site),
];
