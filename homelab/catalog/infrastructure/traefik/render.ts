import { webApi } from "../../../contracts";
import {
  caFile,
  content,
  leafOf,
  type BundleArtifact,
  type BundleFile,
  type Context,
  type Rendered,
} from "../../../model";
import { versions } from "../../../versions";
import { middlewaresFile, routesFile, tlsFile } from "./dynamic";
import { files, program, unit } from "./files";
import { staticConfig, type DockerSettings } from "./static";
import { serverUnit } from "./unit";

interface Neighbours {
  /** Authentik's address inside the homelab: `http://10.0.30.13:9000`. */
  readonly signOn: string;
  readonly docker: DockerSettings | undefined;
  /**
   * Variables from which lego reads the DNS provider's credentials, each the key of a secret; none in mode `internal`.
   */
  readonly variables: readonly string[];
}

/** Traefik, the configuration that it reads at its start, and the files that it reads again whenever they change. */
export function proxy(context: Context, { signOn, docker, variables }: Neighbours): Rendered {
  const { guest } = context;
  const apiClients = context.clients(webApi.contract).map(({ source }) => String(source));
  const given = [...leafFiles(context), ...credentialFiles(context)];
  return {
    artifacts: [artifact],
    files: [
      { path: files.static, content: staticConfig(context, docker) },
      { path: files.middlewares, content: middlewaresFile(context, signOn, apiClients) },
      { path: files.routes, content: routesFile(context, signOn, apiClients) },
      { path: files.tls, content: tlsFile(context) },
      ...given.map(({ file }) => file),
      {
        path: files.unit,
        content: serverUnit({
          memoryMiB: guest.memoryMiB,
          credentials: Object.fromEntries(given.map(({ name, file }) => [name, file.path])),
          variables,
        }),
      },
    ],
    // Files that it reads again by itself are not listed, so that a new route breaks no connection. The CA's
    // certificate, by which it verifies services, it reads only once.
    units: [{ name: unit, files: [files.static, files.unit, program, caFile, ...given.map(({ file }) => file.path)] }],
  };
}

const release =
  `https://github.com/traefik/traefik/releases/download/v${versions.traefik}/traefik_v${versions.traefik}` as const;

const artifact: BundleArtifact = {
  path: program,
  url: `${release}_linux_amd64.tar.gz`,
  checksums: `${release}_checksums.txt`,
  member: "traefik",
};

interface Given {
  /** Name of the credential. */
  readonly name: string;
  readonly file: BundleFile;
}

/** In mode `acme` Traefik obtains its own certificate. */
function leafFiles({ site, guest }: Context): readonly Given[] {
  if (site.tls.mode === "acme") return [];
  const leaf = leafOf(guest);
  return [
    { name: "certificate.pem", file: { path: files.certificate, content: content`${leaf.certificate}` } },
    { name: "key.pem", file: { path: files.key, content: content`${leaf.key}`, mode: "0600" } },
  ];
}

const credentialFiles = ({ secrets }: Context): readonly Given[] =>
  Object.entries(secrets).map(([name, secret]) => ({
    name,
    file: { path: files.credential(name), content: content`${secret}`, mode: "0600" },
  }));
