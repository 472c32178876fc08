import { notify, webApi } from "../../contracts";
import { none, optional, own, service, tcp } from "../../model";
import { images } from "../../versions";
import { guests } from "../guests";
import { byCurl, media } from "../support/containers";
import { linuxserver } from "../support/linuxserver";

const port = 32400;
const state = "/opt/docker/plex/config/Library/Application Support/Plex Media Server";

/**
 * In the network of its host, because it tells players its own address. Discovery by broadcast and DLNA stay inside the
 * host's network and reach nobody; players in the household find the server through their Plex account.
 *
 * The claim token that ties a server to an account lives four minutes: claiming it is a step by hand, once.
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
  web: { subdomain: "plex", signOn: own("its players know only Plex accounts"), groups: ["household"] },
  operations: {
    metrics: none("it has none; the agent sees what its container takes"),
    logs: { source: "docker" },
    health: { port: "http", path: "/identity", startSeconds: 300 },
    alerts: none("that it is down is told like for any service; who cannot play says so sooner than a figure"),
    // What it fetched for the library (pictures, previews) is large and comes back by itself.
    backup: { paths: [`${state}/Preferences.xml`, `${state}/Plug-in Support/Databases`] },
    uptime: { port: "http", path: "/identity" },
    tile: { group: "Media", icon: "plex", description: "Films, series and music" },
  },
  render: ({ site }) => ({
    containers: [
      linuxserver(site, {
        name: "plex",
        image: images.plex,
        // The image's own version, instead of the newest that it finds.
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
