import { notify, webApi } from "../../contracts";
import { none, optional, own, service, tcp } from "../../model";
import { images } from "../../versions";
import { guests } from "../guests";
import { byCurl, media } from "../support/containers";
import { linuxserver } from "../support/linuxserver";

const port = 32400;
const state = "/opt/docker/plex/config/Library/Application Support/Plex Media Server";

/**
 * Runs in the network of its machine, because it tells players its own address. Discovery by broadcast and DLNA does
 * not leave that network, so players in the household find the server through their Plex accounts.
 *
 * The claim token that links a server to an account is valid for four minutes: somebody must claim the server by hand,
 * once.
 */
export const plex = service({
  name: "plex",
  title: "Plex",
  description: "Plays the library of films, series and music on every screen of the household.",
  on: guests.docker,
  app: { hostNetwork: true },
  ports: { http: tcp(port, { zones: ["household"] }) },
  provides: [webApi.contract],
  uses: { notify: optional(notify.channel("plex")) },
  web: { subdomain: "plex", signOn: own("its players support only Plex accounts"), groups: ["household"] },
  operations: {
    metrics: none("it has none; the agent measures its container"),
    logs: { source: "docker" },
    health: { port: "http", path: "/identity", startSeconds: 300 },
    alerts: none(
      "an outage is reported as for every service, and people notice failed playback before any metric shows it",
    ),
    // Pictures and previews that it has fetched for the library are large, and it fetches them again by itself.
    backup: { paths: [`${state}/Preferences.xml`, `${state}/Plug-in Support/Databases`] },
    uptime: { port: "http", path: "/identity" },
    tile: { group: "Media", icon: "plex", description: "Films, series and music" },
  },
  render: ({ site }) => ({
    containers: [
      linuxserver(site, {
        name: "plex",
        image: images.plex,
        // The version in the image, instead of the newest one that it finds.
        env: { VERSION: "docker" },
        ports: ["http"],
        mounts: [media({ readOnly: true }), { kind: "cache", volume: "plex-transcode", to: "/transcode" }],
        health: byCurl(port, "/identity", { startSeconds: 300 }),
        memoryMiB: 3072,
        cpus: 6,
        stopSeconds: 60,
      }),
    ],
  }),
});
