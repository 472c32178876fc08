import type { Container } from "../../model";
import type { Site } from "../../site";
import { images } from "../../versions";
import { arr, libraryUses } from "../support/arr";
import { appUid, media } from "../support/containers";

const port = 8789;

/**
 * Readarr was given up in 2025; Chaptarr continues it and speaks its API. It takes its key from config.xml in its state
 * directory alone. What tools its image has is not promised anywhere, so it is watched from outside.
 */
const chaptarr = (site: Site): Container => ({
  name: "readarr",
  image: images.chaptarr,
  env: {
    TZ: site.timezone,
    PUID: String(appUid),
    PGID: String(appUid),
    UMASK: "002",
    CHAPTARR__SERVER__PORT: String(port),
    CHAPTARR__AUTH__METHOD: "External",
    CHAPTARR__AUTH__REQUIRED: "DisabledForLocalAddresses",
    CHAPTARR__LOG__ANALYTICSENABLED: "false",
  },
  ports: ["http"],
  mounts: [{ kind: "state", from: "config", to: "/config" }, media()],
  memoryMiB: 768,
  cpus: 2,
});

export const readarr = arr({
  name: "readarr",
  title: "Chaptarr (successor of Readarr)",
  description: "Looks after the library of books and audio books: follows authors and fetches their works.",
  port,
  icon: "readarr",
  tile: "Books",
  uses: libraryUses,
  main: chaptarr,
});
