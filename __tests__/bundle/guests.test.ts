import { bundleFaults, bundles } from "../../homelab/bundle";
import { views, type Bundle } from "../../homelab/model";
import { withShop } from "../support/bundles";

const all = [...views(withShop)(bundles).values()];

const paths = ({ files, artifacts }: Bundle): readonly string[] => [...files, ...artifacts].map(({ path }) => path);

test("no machine gets an invalid bundle, such as one with a password that every user there could read", () => {
  expect(all.flatMap((bundle) => bundleFaults(bundle).map((fault) => `${bundle.target}: ${fault}`))).toEqual([]);
});

test("every unit of a bundle is enabled, or started by a timer of the bundle", () => {
  const idle = all.flatMap((bundle) => {
    const ours = paths(bundle).flatMap((path) => path.match(/^\/etc\/systemd\/system\/([^/]+)$/)?.[1] ?? []);
    const masked = bundle.files.filter(({ content }) => content === "").map(({ path }) => path);
    const on = bundle.units.map(({ name }) => name);
    return ours
      .filter((unit) => !on.includes(unit) && !on.includes(unit.replace(/\.service$/, ".timer")))
      .filter((unit) => !masked.includes(`/etc/systemd/system/${unit}`));
  });
  expect(idle).toEqual([]);
});
