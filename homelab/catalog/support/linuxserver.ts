import type { Container } from "../../model";
import type { Site } from "../../site";
import { appUid, startsAsRoot } from "./containers";

/**
 * A container of a LinuxServer image. These images start as root, and take user, group and umask from the environment.
 * A variable `FILE__<NAME>` names the file from which <NAME> is read (docs.linuxserver.io).
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
