import { caFile, type Container, type ContainerHealth, type Mount } from "../../model";
import type { Site } from "../../site";

/** User and group of every app's files; images that take no number run as it anyway. */
export const appUid = 1000;

/** What an image takes that needs no rights at all. */
export const unprivileged = {
  user: `${appUid}:${appUid}`,
  secretsUid: appUid,
  capabilities: { drop: ["ALL"] },
} as const satisfies Partial<Container>;

/**
 * What an image keeps that starts as root, gives its files to its user and goes on as that one: change owners, read
 * what belongs to others meanwhile, change user, and stop what then runs as another.
 */
export const startsAsRoot = {
  secretsUid: appUid,
  capabilities: { drop: ["ALL"], add: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID"] },
} as const satisfies Partial<Container>;

/** Path of a secret inside its container. */
export const secretFile = (name: string): string => `/run/secrets/${name}`;

/**
 * Entry point of an image that knows a secret only as an environment variable. It is read from its file inside the
 * container, so that neither Terraform's state nor `docker inspect` ever shows it; the image needs a shell.
 *
 * @param files Name of the variable -> name of the file below /run/secrets
 * @param program The image's own entry point and command
 */
export function readingSecrets(files: Readonly<Record<string, string>>, program: readonly string[]): readonly string[] {
  const exports = Object.entries(files).map(([variable, file]) => `export ${variable}="$(cat ${secretFile(file)})"`);
  return ["/bin/sh", "-c", [...exports, 'exec "$@"'].join("; "), "sh", ...program];
}

/** Certificate of the internal CA, where the machine's base layer puts it and where containers find it. */
export const internalCa = {
  path: "/etc/homelab/ca.crt",
  mount: {
    kind: "host",
    from: caFile,
    to: "/etc/homelab/ca.crt",
    readOnly: true,
  },
} as const satisfies { readonly path: string; readonly mount: Mount };

/** Address of the engine of the host: whoever has it is root there. */
export const dockerSocket = {
  kind: "host",
  from: "/var/run/docker.sock",
  to: "/var/run/docker.sock",
} as const satisfies Mount;

/** The library and what is downloaded for it, below /mnt/nas/media: in one mount, so that an import is a hard link. */
export const media = (options: { readonly readOnly?: boolean } = {}): Mount => ({ kind: "nas", ...options });

type Timing = Omit<ContainerHealth, "test">;
const local = (port: number, path: string): string => `http://127.0.0.1:${port}${path}`;

/** Health by curl, which the images of LinuxServer have. */
export const byCurl = (port: number, path: string, timing: Timing = {}): ContainerHealth => ({
  test: ["curl", "-fsS", "-o", "/dev/null", local(port, path)],
  ...timing,
});

/** Health by wget, which Alpine's busybox has. */
export const byWget = (port: number, path: string, timing: Timing = {}): ContainerHealth => ({
  test: ["wget", "-q", "-O", "/dev/null", local(port, path)],
  ...timing,
});

/** Health by Node.js itself, for images that promise no other tool. */
export const byNode = (port: number, path: string, timing: Timing = {}): ContainerHealth => ({
  test: ["node", "-e", `fetch("${local(port, path)}").then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`],
  ...timing,
});

/** Name under which people reach a web interface. */
export const publicHost = (site: Site, host: string): string => `${host}.${site.domain}`;
