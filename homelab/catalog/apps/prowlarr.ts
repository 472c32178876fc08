import { keyedApi, webApi } from "../../contracts";
import { optional } from "../../model";
import { images } from "../../versions";
import { arr, servarr } from "../support/arr";

const app = { name: "prowlarr", image: images.prowlarr, port: 9696, memoryMiB: 512, media: false } as const;

export const prowlarr = arr({
  ...app,
  title: "Prowlarr",
  description: "Manages the indexers, and provides them to the apps that search.",
  icon: "prowlarr",
  tile: "Indexers",
  uses: {
    radarr: optional(keyedApi.of("radarr")),
    sonarr: optional(keyedApi.of("sonarr")),
    lidarr: optional(keyedApi.of("lidarr")),
    readarr: optional(keyedApi.of("readarr")),
    solver: optional(webApi.of("flaresolverr")),
  },
  main: (site) => servarr(site, app),
});
