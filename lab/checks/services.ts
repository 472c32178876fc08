import { bundles } from "../../homelab/bundle";
import { views, type Bundle } from "../../homelab/model";
import { hereOf, quadlets } from "../available";
import { inside, type Scene } from "../scene";

/** What can be checked on a guest without the programs of its services: that systemd accepts their units. */
export async function services(scene: Scene): Promise<void> {
  const { tally, pushed } = scene;
  await Promise.all(
    pushed.map(async (name) => {
      const bundle = bundleOf(scene, name);
      const containers = below(bundle, quadlets, /\.container$/);
      if (containers.length > 0) {
        await tally.check("services", `Podman generates a unit for each container file on ${name}`, () =>
          generated(scene, name, containers),
        );
      }
      const units = below(bundle, "/etc/systemd/system/", /^[^/]+\.(service|timer|socket|path)$/);
      // systemd cannot find the units of packages that are not installed.
      const missesPackages = hereOf(scene.lab, name, scene.atHand).bundle.packages.length < bundle.packages.length;
      if (units.length === 0 || missesPackages) return;
      await tally.check("services", `systemd accepts every unit on ${name}`, () => verified(scene, bundle, units));
    }),
  );
}

/** Names of a bundle's files below a directory, without empty ones: an empty unit is masked. */
function below({ files }: Bundle, directory: string, pattern: RegExp): readonly string[] {
  return files
    .filter(({ path, content }) => path.startsWith(directory) && content !== "")
    .map(({ path }) => path.slice(directory.length))
    .filter((name) => pattern.test(name));
}

const bundleOf = ({ lab }: Scene, name: string): Bundle => {
  const bundle = views(lab)(bundles).get(name);
  if (bundle === undefined) throw new Error(`${name} has no bundle.`);
  return bundle;
};

async function generated(scene: Scene, name: string, containers: readonly string[]): Promise<string | undefined> {
  const generator = ["/usr/lib/systemd/system-generators/podman-system-generator", "--dryrun"];
  const { code, stdout, stderr } = await inside(scene, name, generator);
  const missing = containers.filter((each) => !stdout.includes(`---${each.replace(/\.container$/, ".service")}---`));
  return code === 0 && missing.length === 0
    ? undefined
    : `exit code ${code}; no unit for ${missing.join(", ")}\n${stderr}`;
}

/** Links to /bin/true stand in for missing programs while systemd verifies the units. */
async function verified(scene: Scene, { target, artifacts }: Bundle, units: readonly string[]) {
  const script = `set -euo pipefail
made=()
trap 'rm -f "\${made[@]}"' EXIT
while IFS= read -r path && [[ -n $path ]]; do
  if [[ ! -e $path ]]; then mkdir -p "$(dirname "$path")"; ln -s /bin/true "$path"; made+=("$path"); fi
done
systemd-analyze verify --man=no --generators=yes "$@"`;
  const input = `${artifacts.map(({ path }) => path).join("\n")}\n\n`;
  const { code, stdout, stderr } = await inside(scene, target, ["bash", "-c", script, "bash", ...units], input);
  return code === 0 && stdout + stderr === "" ? undefined : `exit code ${code}\n${stdout}${stderr}`;
}
