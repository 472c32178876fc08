import type { Container } from "../../model";
import type { Site } from "../../site";
import { images } from "../../versions";
import { arr, libraryUses } from "../support/arr";
import { appUid, media } from "../support/containers";

const port = 8789;

/**
 * Readarr was discontinued in 2025; Chaptarr continues it and has the same API. It takes its API key only from
 * config.xml in its state directory. Its image guarantees no tools, so its health is checked from outside.
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
  description: "Manages the library of books and audiobooks: follows authors and fetches their works.",
  port,
  icon: "readarr",
  tile: "Books",
  uses: libraryUses,
  main: chaptarr,
});
