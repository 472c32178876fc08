import type { Container } from "../../model";
import type { Site } from "../../site";
import { appUid, startsAsRoot } from "./containers";

/**
 * A container of a LinuxServer image. These start as root, and take user, group and file mode mask from the environment;
 * a variable `FILE__<NAME>` names the file that <NAME> is read from (docs.linuxserver.io).
 */
export function linuxserver(site: Site, container: Container): Container {
  return {
    ...startsAsRoot,
    ...container,
    env: {
      TZ: site.timezone,
      PUID: String(appUid),
      PGID: String(appUid),
      // The whole library belongs to one group.
      UMASK: "002",
      ...container.env,
    },
    mounts: [{ kind: "state", from: "config", to: "/config" }, ...(container.mounts ?? [])],
  };
}
