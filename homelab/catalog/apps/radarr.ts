import { images } from "../../versions";
import { arr, libraryUses, servarr } from "../support/arr";

const app = { name: "radarr", image: images.radarr, port: 7878, memoryMiB: 768 } as const;

export const radarr = arr({
  ...app,
  title: "Radarr",
  description: "Manages the film library: finds films, fetches and renames them.",
  icon: "radarr",
  tile: "Films",
  uses: libraryUses,
  main: (site) => servarr(site, app),
});
