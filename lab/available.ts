import { bundles, installedOn, machineBundle, type Installed } from "../homelab/bundle";
import { views, type Bundle, type BundleArtifact, type Homelab } from "../homelab/model";
import { cachedArtifacts } from "../provision/artifacts/artifacts";

/** The part of a guest's bundle that the lab can push. */
export interface Here {
  /** The bundle; a service that needs its vendor's programs contributes only its files. */
  readonly bundle: Bundle;
  /** Services whose programs are missing here, each with the reason as a phrase. */
  readonly absent: readonly { readonly title: string; readonly why: string }[];
}

/** Vendors' files in the artifact cache of this machine. The lab fetches none. */
export type AtHand = Pick<ReadonlySet<BundleArtifact>, "has">;

/** The cached files of every machine's bundle. */
export const allAtHand = (lab: Homelab): Promise<AtHand> =>
  cachedArtifacts([...views(lab)(bundles).values()].flatMap(({ artifacts }) => artifacts));

/**
 * Debian's packages are always available. A service may also need vendors' files, packages from their repositories, or
 * container images: without those it cannot run, but the lab can still push and check its files.
 *
 * @throws Error for a guest that the homelab does not have.
 */
export function hereOf(lab: Homelab, name: string, atHand: AtHand): Here {
  const machine = lab.machines.get(name);
  if (machine === undefined) throw new Error(`The homelab has no guest ${name}.`);
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

/** Where Podman looks for the containers that systemd runs. */
export const quadlets = "/etc/containers/systemd/";

function obstacle({ instance, part }: Installed, atHand: AtHand): string | undefined {
  const { artifacts = [], files = [] } = part;
  const hosts = new Set(artifacts.filter((each) => !atHand.has(each)).map(({ url }) => new URL(url).hostname));
  if (hosts.size > 0) return `it needs downloads from ${[...hosts].join(", ")}`;
  if (files.some(({ path }) => path.startsWith(quadlets))) return "it needs container images";
  const foreign = repositoriesOf({ instance, part });
  return foreign.length === 0
    ? undefined
    : `it needs packages from ${foreign.map(({ uri }) => new URL(uri).hostname).join(", ")}`;
}

const repositoriesOf = ({ instance, part: { packages = [] } }: Installed) =>
  packages.length > 0 ? (instance.service.repositories ?? []) : [];

/**
 * Its files, and what they need of Debian. Units of Debian's packages are included: they started when they were
 * installed, and would otherwise keep running without these files. Where a vendor's package is missing, files have no
 * owner, because only that package makes the user.
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
