import { ldap } from "../../../contracts";
import { clientSecretOf, directoryAccounts, signOnClients, signOnUrl, type SignOnClient } from "../../../derive";
import {
  caFile,
  content,
  joinedContents,
  joinedParts,
  leafOf,
  portOf,
  urlOf,
  type BundleFile,
  type Content,
  type Context,
  type Rendered,
  type Secret,
} from "../../../model";
import { images } from "../../../versions";
import { podman, podmanUnit, quadletFile, shareOf, type PodmanContainer } from "../../support/podman";
import { applications, applicationsOf, clientVariable } from "./applications";
import { blueprint } from "./blueprint";
import { brand } from "./brand";
import { directory, variables } from "./directory";
import { caInContainer, serverPorts, shared, workerOnly, type Neighbours, type Own } from "./environment";
import { files, goneDirectory, inContainer, reconciler, server, worker } from "./files";
import { people, tokenVariable } from "./people";
import { reconcilerScript, reconcilerUnit, tablesSeconds } from "./reconcile";

/** Id of the user in Authentik's image, who owns no file of it (its Dockerfile). */
const user = 1000;

/**
 * Server and worker, and what Authentik is configured with: how people sign on, who they are, and what they may use.
 */
export function authentikServer(context: Own, neighbours: Neighbours): Rendered {
  const { guest, get, service, secrets } = context;
  const signOn = get(signOnUrl) ?? "";
  const leaf = leafOf(guest);
  const blueprints = blueprintsOf(context, neighbours, signOn);
  const secret = { mode: "0600" };
  const given: readonly BundleFile[] = [
    ...Object.entries(blueprints).map(([name, text]) => ({ path: files.blueprint(name), content: text })),
    { path: files.declared, content: declared(context) },
    { path: files.variables, content: variablesOf(context), ...secret },
    {
      path: files.authorization,
      content: content`Authorization: Bearer ${secrets.token}\n`,
      ...secret,
    },
    { path: files.certificate, content: content`${leaf.certificate}` },
    { path: files.key, content: content`${leaf.key}`, ...secret },
    { path: files.script, content: reconcilerScript, mode: "0755" },
  ];
  return joinedParts([
    podman(containersOf(context, neighbours, signOn)),
    {
      packages: ["curl"],
      files: [
        ...given,
        {
          path: files.unit,
          content: reconcilerUnit(urlOf({ address: "127.0.0.1", port: portOf(service.ports, "http"), tls: false })),
        },
      ],
      checks: [{ file: files.script, command: ["bash", "-n", "{}"] }],
      // A new release applies Authentik's own blueprints, so ours must be applied again afterwards.
      units: [{ name: reconciler, files: [...given.map(({ path }) => path), quadletFile({ name: worker })] }],
    },
  ]);
}

function containersOf(context: Own, neighbours: Neighbours, signOn: string): readonly PodmanContainer[] {
  const common = {
    image: images.authentik,
    user,
    // Its user owns no file of the image anyway; the files that it works with are in /dev/shm.
    writable: true,
    sharedMemoryMiB: 256,
    health: { command: ["ak", "healthcheck"], startSeconds: tablesSeconds },
    reads: [caFile],
  } as const;
  const mounts = [
    { from: caFile, to: caInContainer, readOnly: true },
    { from: "/var/lib/authentik/data", to: "/data", owner: user },
  ] as const;
  const both = shared(context, neighbours, signOn);
  return [
    {
      ...common,
      name: server,
      description: "Authentik: web server and embedded outpost",
      command: ["server"],
      environment: { ...both, ...serverPorts(context) },
      mounts,
      memory: shareOf(context.guest, 0.42),
    },
    {
      ...common,
      name: worker,
      description: "Authentik: tasks in the background",
      command: ["worker"],
      environment: { ...both, ...workerOnly(context) },
      mounts: [
        ...mounts,
        { from: files.blueprints, to: `/blueprints/${inContainer.declared}`, readOnly: true },
        { from: goneDirectory, to: `/blueprints/${inContainer.gone}`, owner: user, readOnly: true },
      ],
      // The blueprints are applied in this container, by a program that needs as much memory as the worker.
      memory: shareOf(context.guest, 0.5),
      after: [podmanUnit({ name: server })],
      wants: [reconciler],
    },
  ];
}

const hasDirectory = ({ lab }: Context): boolean =>
  lab.instances.some(({ service }) => service.provides.some(({ name }) => name === ldap.contract.name));

/** In the order in which they are applied; the numbers show it in Authentik, too. */
function blueprintsOf(context: Context, { mail }: Neighbours, signOn: string): Readonly<Record<string, string>> {
  const { site, get } = context;
  const accounts = get(directoryAccounts).map(({ username }) => username);
  return {
    "10-brand": blueprint("sign-on", brand(site.domain, mail !== undefined)),
    "20-people": blueprint("people", people(site)),
    "30-applications": blueprint("applications", applications(get(signOnClients), Object.keys(site.groups), signOn)),
    ...(hasDirectory(context) && { "40-directory": blueprint("directory", directory(ldap.baseDn, signOn, accounts)) }),
  };
}

/**
 * Secrets that the blueprints read, in a file that only root may read. The directory's certificate comes from its own
 * file.
 */
function variablesOf(context: Own): Content {
  const { get, secrets } = context;
  const lines: readonly (readonly [string, Secret])[] = [
    [tokenVariable, secrets.token],
    ...oidc(get(signOnClients)).map(
      ({ slug, instance }) => [clientVariable(slug), clientSecretOf(instance.service)] as const,
    ),
    ...(hasDirectory(context) ? [[variables.token, ldap.outpostToken] as const] : []),
    ...get(directoryAccounts).map(({ username, password }) => [variables.password(username), password] as const),
  ];
  return joinedContents(lines.map(([name, value]) => content`${name}=${value}\n`));
}

const oidc = (clients: readonly SignOnClient[]): readonly SignOnClient[] =>
  clients.filter(({ mode }) => mode === "oidc");

/** One name on each line, sorted as `comm` requires: the script compares it with the last run to find what is gone. */
function declared({ site, get }: Context): string {
  const names = [
    ...Object.keys(site.people).map((name) => `person ${name}`),
    ...applicationsOf(get(signOnClients)).map(({ slug }) => `application ${slug}`),
  ];
  return names
    .toSorted()
    .map((line) => `${line}\n`)
    .join("");
}
