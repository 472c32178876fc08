import { bundles } from "../../homelab/bundle";
import { views, type Bundle } from "../../homelab/model";
import { withShop } from "../support/bundles";

const all = [...views(withShop)(bundles).values()];

const paths = ({ files, artifacts }: Bundle): readonly string[] => [...files, ...artifacts].map(({ path }) => path);
const twice = (names: readonly string[]): readonly string[] =>
  names.filter((name, index) => names.indexOf(name) !== index);

test("whatever is checked, or makes something run again, is a file of the same bundle", () => {
  const stray = all.flatMap((bundle) => {
    const named = [
      ...bundle.checks.map(({ file }) => file),
      ...[...bundle.steps, ...bundle.units].flatMap(({ files }) => files),
    ];
    return named.filter((file) => !paths(bundle).includes(file)).map((file) => `${bundle.target}: ${file}`);
  });
  expect(stray).toEqual([]);
});

test("no two services of a guest bring the same file", () => {
  expect(all.flatMap((bundle) => twice(paths(bundle)))).toEqual([]);
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

test("a password or a key is never in a file that everybody may read", () => {
  const open = all.flatMap(({ target, files }) =>
    files
      .filter(({ content, mode = "0644" }) => typeof content !== "string" && !mode.endsWith("0"))
      .filter(
        ({ content }) =>
          typeof content !== "string" &&
          content.some((piece) => typeof piece !== "string" && piece.secret.field !== "certificate"),
      )
      .map(({ path }) => `${target}: ${path}`),
  );
  expect(open).toEqual([]);
});
