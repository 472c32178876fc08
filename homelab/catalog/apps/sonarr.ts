import { images } from "../../versions";
import { arr, libraryUses, servarr } from "../support/arr";

const app = { name: "sonarr", image: images.sonarr, port: 8989, memoryMiB: 768 } as const;

export const sonarr = arr({
  ...app,
  title: "Sonarr",
  description: "Manages the series library: follows series, fetches episodes and renames them.",
  icon: "sonarr",
  tile: "Series",
  uses: libraryUses,
  main: (site) => servarr(site, app),
});
