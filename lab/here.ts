import { bundles } from "../homelab/bundle";
import { rendered } from "../homelab/derive";
import {
  views,
  type Bundle,
  type BundleArtifact,
  type BundlePart,
  type Homelab,
  type Instance,
} from "../homelab/model";
import { cachedArtifacts } from "../provision";

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
 * @throws Error for a guest without a bundle.
 */
export function hereOf(lab: Homelab, name: string, atHand: AtHand): Here {
  const get = views(lab);
  const bundle = get(bundles).get(name);
  if (bundle === undefined) throw new Error(`There is no bundle of ${name}.`);
  const absent = [...get(rendered)].flatMap(([instance, part]) => {
    const why = instance.guest.name === name ? obstacle(instance, part, atHand) : undefined;
    return why === undefined ? [] : [{ instance, part, why }];
  });
  return {
    bundle: absent.reduce((left, { instance, part }) => without(left, instance, part), bundle),
    absent: absent.map(({ instance, why }) => ({ title: instance.service.title, why })),
  };
}

/** Where Podman looks for containers that systemd shall run. */
export const quadlets = "/etc/containers/systemd/";

function obstacle(
  { service }: Instance,
  { artifacts = [], files = [], packages = [] }: BundlePart,
  atHand: AtHand,
): string | undefined {
  const hosts = new Set(artifacts.filter((each) => !atHand.has(each)).map(({ url }) => new URL(url).hostname));
  if (hosts.size > 0) return `it is made of files of ${[...hosts].join(", ")}`;
  if (files.some(({ path }) => path.startsWith(quadlets))) return "it is made of images of containers";
  const repositories = packages.length > 0 ? (service.repositories ?? []) : [];
  return repositories.length === 0
    ? undefined
    : `its packages are those of ${repositories.map(({ uri }) => new URL(uri).hostname).join(", ")}`;
}

const isOf = ({ files = [] }: BundlePart, path: string): boolean => files.some((file) => file.path === path);

function without(bundle: Bundle, { service }: Instance, part: BundlePart): Bundle {
  const foreign = service.repositories ?? [];
  const isForeign = (path: string): boolean => foreign.some(({ name }) => path.includes(`/${name}.`));
  const isKept = <T>(own: readonly T[] | undefined) => {
    const left = new Set(own);
    return (each: T): boolean => !left.has(each);
  };
  const packages = foreign.length > 0 ? (part.packages ?? []) : [];
  return {
    ...bundle,
    packages: bundle.packages.filter(isKept(packages)),
    files: bundle.files
      .filter(({ path }) => !path.startsWith("/etc/apt/sources.list.d/") || !isForeign(path))
      // A package makes the user that its files belong to.
      .map(({ owner, ...file }) =>
        packages.length > 0 && isOf(part, file.path) ? file : { ...file, ...(owner !== undefined && { owner }) },
      ),
    artifacts: bundle.artifacts.filter(
      (each) => isKept(part.artifacts)(each) && !(each.path.startsWith("/etc/apt/keyrings/") && isForeign(each.path)),
    ),
    checks: bundle.checks.filter(isKept(part.checks)),
    steps: bundle.steps.filter(isKept(part.steps)),
    units: bundle.units.filter(isKept(part.units)),
    health: bundle.health.filter((each) => isKept(part.health)(each) && each.name !== `${service.title} works`),
  };
}
