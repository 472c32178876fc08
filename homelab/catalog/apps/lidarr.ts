import { images } from "../../versions";
import { arr, libraryUses, servarr } from "../support/arr";

const app = { name: "lidarr", image: images.lidarr, port: 8686, memoryMiB: 768 } as const;

export const lidarr = arr({
  ...app,
  title: "Lidarr",
  description: "Manages the music library: follows artists, fetches albums and renames them.",
  icon: "lidarr",
  tile: "Music",
  uses: libraryUses,
  main: (site) => servarr(site, app),
});
