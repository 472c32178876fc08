import { bundles, installedOn, machineBundle, type Installed } from "../homelab/bundle";
import { views, type Bundle, type BundleArtifact, type Homelab } from "../homelab/model";
import { cachedArtifacts } from "../provision/artifacts/artifacts";

/** What can be had here of a guest's bundle. */
export interface Here {
  /** The bundle, but for what needs its vendors: of such a service, the files alone. */
  readonly bundle: Bundle;
  /** Services whose programs are not here, each with the reason as a phrase. */
  readonly absent: readonly { readonly title: string; readonly why: string }[];
}

/** Vendors' files in the cache of whoever deploys. The lab fetches none. */
export type AtHand = Pick<ReadonlySet<BundleArtifact>, "has">;

/** Those of every machine. */
export const allAtHand = (lab: Homelab): Promise<AtHand> =>
  cachedArtifacts([...views(lab)(bundles).values()].flatMap(({ artifacts }) => artifacts));

/**
 * Debian's packages can always be had. What else a service is made of is vendors' files, packages of their repositories, or
 * images of containers: without those nothing of it can run, but its files can still be brought and looked at.
 *
 * @throws Error for a guest that the homelab does not have.
 */
export function hereOf(lab: Homelab, name: string, atHand: AtHand): Here {
  const machine = lab.machines.get(name);
  if (machine === undefined) throw new Error(`There is no guest ${name}.`);
  const get = views(lab);
  const services = get(installedOn).get(machine) ?? [];
  const absent = new Map(
    services.flatMap((each) => {
      const why = obstacle(each, atHand);
      return why === undefined ? [] : [[each.instance, why]];
    }),
  );
  const here = services.map((each) => (absent.has(each.instance) ? filesOf(each) : each));
  return {
    bundle: machineBundle(lab, get, machine, here, new Set(absent.keys())),
    absent: [...absent].map(([{ service }, why]) => ({ title: service.title, why })),
  };
}

/** Where Podman looks for containers that systemd shall run. */
export const quadlets = "/etc/containers/systemd/";

function obstacle({ instance, part }: Installed, atHand: AtHand): string | undefined {
  const { artifacts = [], files = [] } = part;
  const hosts = new Set(artifacts.filter((each) => !atHand.has(each)).map(({ url }) => new URL(url).hostname));
  if (hosts.size > 0) return `it is made of files of ${[...hosts].join(", ")}`;
  if (files.some(({ path }) => path.startsWith(quadlets))) return "it is made of images of containers";
  const foreign = repositoriesOf({ instance, part });
  return foreign.length === 0
    ? undefined
    : `its packages are those of ${foreign.map(({ uri }) => new URL(uri).hostname).join(", ")}`;
}

const repositoriesOf = ({ instance, part: { packages = [] } }: Installed) =>
  packages.length > 0 ? (instance.service.repositories ?? []) : [];

/**
 * Its files, and what they need of Debian, the units of Debian's packages included: those were started when they were
 * installed, and would stay as they were then. A vendor's package would make the user that its files belong to.
 */
function filesOf({ instance, part }: Installed): Installed {
  const isForeign = repositoriesOf({ instance, part }).length > 0;
  const { files = [], packages = [], units = [] } = part;
  const brought = new Set(files.map(({ path }) => path));
  const isBrought = (name: string): boolean =>
    brought.has(`/etc/systemd/system/${name}`) || brought.has(`${quadlets}${name.replace(/\.service$/, ".container")}`);
  return {
    instance,
    part: {
      packages: isForeign ? [] : packages,
      units: isForeign ? [] : units.filter(({ name }) => !isBrought(name)),
      files: isForeign ? files.map(({ owner: _, ...file }) => file) : files,
    },
  };
}
