import { bundleFaults, bundles } from "../../homelab/bundle";
import { views, type Bundle } from "../../homelab/model";
import { withShop } from "../support/bundles";

const all = [...views(withShop)(bundles).values()];

const paths = ({ files, artifacts }: Bundle): readonly string[] => [...files, ...artifacts].map(({ path }) => path);

test("no machine is given what it could make no sense of, such as a password that everybody there may read", () => {
  expect(all.flatMap((bundle) => bundleFaults(bundle).map((fault) => `${bundle.target}: ${fault}`))).toEqual([]);
});

test("a unit of ours is switched on, or started by a timer of ours", () => {
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
