import { caFile, urlOf, type Container, type ContainerHealth, type Mount } from "../../model";
import type { Site } from "../../site";

/** User and group id of every app's files. Images whose user cannot be set run as this one anyway. */
export const appUid = 1000;

/** Settings for an image that needs no capabilities. */
export const unprivileged = {
  user: `${appUid}:${appUid}`,
  secretsUid: appUid,
  capabilities: { drop: ["ALL"] },
} as const satisfies Partial<Container>;

/**
 * Settings for an image that starts as root, gives its files to its user and continues as that user. It keeps the
 * capabilities to change owners, to read files of other users meanwhile, to change the user, and to stop processes of
 * another user.
 */
export const startsAsRoot = {
  secretsUid: appUid,
  capabilities: { drop: ["ALL"], add: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID"] },
} as const satisfies Partial<Container>;

/** Path of a secret inside its container. */
export const secretFile = (name: string): string => `/run/secrets/${name}`;

/**
 * Entry point of an image that takes a secret only as an environment variable. The entry point reads the secret from
 * its file inside the container, so that it never appears in Terraform's state or in `docker inspect`. The image needs
 * a shell.
 *
 * @param files Name of the variable -> name of the file below /run/secrets
 * @param program The image's own entry point and command
 */
export function readingSecrets(files: Readonly<Record<string, string>>, program: readonly string[]): readonly string[] {
  const exports = Object.entries(files).map(([variable, file]) => `export ${variable}="$(cat ${secretFile(file)})"`);
  return ["/bin/sh", "-c", [...exports, 'exec "$@"'].join("; "), "sh", ...program];
}

/** Certificate of the private CA: its path in containers, and the mount from its path on the machine. */
export const internalCa = {
  path: "/etc/homelab/ca.crt",
  mount: {
    kind: "host",
    from: caFile,
    to: "/etc/homelab/ca.crt",
    readOnly: true,
  },
} as const satisfies { readonly path: string; readonly mount: Mount };

/** Socket of the machine's Docker engine. A container with this mount has root on the machine. */
export const dockerSocket = {
  kind: "host",
  from: "/var/run/docker.sock",
  to: "/var/run/docker.sock",
} as const satisfies Mount;

/** The library and its downloads, below /mnt/nas/media. They are in one mount, so that an import is a hard link. */
export const media = (options: { readonly readOnly?: boolean } = {}): Mount => ({ kind: "nas", ...options });

type Timing = Omit<ContainerHealth, "test">;
const local = (port: number, path: string): string => `${urlOf({ address: "127.0.0.1", port, tls: false })}${path}`;

/** Health check by curl, which LinuxServer's images contain. */
export const byCurl = (port: number, path: string, timing: Timing = {}): ContainerHealth => ({
  test: ["curl", "-fsS", "-o", "/dev/null", local(port, path)],
  ...timing,
});

/** Health check by wget, which Alpine's busybox contains. */
export const byWget = (port: number, path: string, timing: Timing = {}): ContainerHealth => ({
  test: ["wget", "-q", "-O", "/dev/null", local(port, path)],
  ...timing,
});

/** Health check by Node.js itself, for images that guarantee no other tool. */
export const byNode = (port: number, path: string, timing: Timing = {}): ContainerHealth => ({
  test: ["node", "-e", `fetch("${local(port, path)}").then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`],
  ...timing,
});

/** Fqdn under which people reach a web interface. */
export const publicHost = (site: Site, subdomain: string): string => `${subdomain}.${site.domain}`;
