import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundleDigest, bundles, bundleTexts } from "../../homelab/bundle";
import {
  secondsOf,
  secretReference,
  secretsIn,
  views,
  type Bundle,
  type BundleArtifact,
  type BundleFile,
  type Homelab,
} from "../../homelab/model";
import { loaded } from "../load-homelab";
import { machinesNamed } from "../machines";
import { addSiteOption } from "./site-option";
import { verb } from "./verb";
import { exitCodes, HomelabError } from "../../homelab/values/error";

const examples = `
Examples:
  homelab render postgres             print what postgres gets, every file in full
  homelab render --out rendered       write a directory for each machine: its files, and bundle.txt with the rest

The vault is not opened: references such as op://homelab/postgres/password appear in place of secrets.`;

/** `homelab render`: bundles in a readable form. */
export const render = verb({
  configure: (command) =>
    addSiteOption(command)
      .argument("[name...]", "PVE nodes and guests, by their names in homelab.yaml; all when none is named")
      .option("--out <directory>", "write files there, into a new directory for each machine")
      .addHelpText("after", examples),
  run({ site: file, args: names, out: directory }, { out, err }) {
    const lab = loaded(file, { err });
    const all = views(lab)(bundles);
    const named = names.length === 0 ? [...all.keys()] : machinesNamed(lab, names).map(({ name }) => name);
    for (const name of named.filter((name) => !all.has(name))) err.line(`${name} has no bundle.`);
    const chosen = named.flatMap((name) => all.get(name) ?? []);
    if (directory === undefined) {
      for (const bundle of chosen) out.line(`${summary(bundle)}${contents(lab, bundle)}`);
    } else {
      for (const bundle of writeAll(lab, chosen, directory)) out.line(bundle);
    }
    return exitCodes.ok;
  },
});

type Section = readonly [title: string, lines: readonly string[]];

/** Everything except the contents of files, one line for each entry. */
function summary(bundle: Bundle): string {
  const { target, packages, files, artifacts, checks, steps, units, health } = bundle;
  const sections: readonly Section[] = [
    ["packages", packages],
    ["files", files.map(fileLine)],
    ["vendors' files", artifacts.map(artifactLine)],
    ["checks", checks.map(({ file, command }) => `${file}  by ${words(command)}`)],
    ["steps", steps.map(({ name, command, files }) => `${name}: ${words(command)}  after ${files.join(", ")}`)],
    ["units", units.map(({ name, files, onChange = "restart" }) => [name, ...onChanges(onChange, files)].join("  "))],
    ["health", health.map((test) => `${test.name}, within ${secondsOf(test)} s: ${words(test.command)}`)],
  ];
  const told = sections.filter(([, lines]) => lines.length > 0);
  const text = told.map(([title, lines]) => `${title}:\n${lines.map((line) => `  ${line}\n`).join("")}`).join("\n");
  return `# ${target}  ${bundleDigest(bundle)}\n\n${text}`;
}

function fileLine({ path, mode = "0644", owner = "root:root", content }: BundleFile): string {
  return [path, mode, owner, ...(secretsIn(content).length > 0 ? ["(contains secrets)"] : [])].join("  ");
}

function artifactLine({ path, mode = "0755", owner = "root:root", url, member, checksums }: BundleArtifact): string {
  const from = `from ${url}${member === undefined ? "" : `, ${member}`}`;
  return [path, mode, owner, from, checksums === undefined ? "secured by HTTPS only" : `checked by ${checksums}`].join(
    "  ",
  );
}

const onChanges = (how: string, files: readonly string[]): readonly string[] =>
  files.length === 0 ? [] : [`${how} on ${files.join(", ")}`];

/** Quotes words with other characters, because commands may have several lines. */
const words = (command: readonly string[]): string =>
  command.map((word) => (/^[\w./:@%+=,{}-]+$/.test(word) ? word : JSON.stringify(word))).join(" ");

const textsOf = ({ site }: Homelab, bundle: Bundle) =>
  bundleTexts(bundle, (secret) => secretReference(secret, site.secrets.vault, site.secrets.items));

const contents = (lab: Homelab, bundle: Bundle): string =>
  textsOf(lab, bundle)
    .map(({ path, text }) => `\n## ${path}\n\n${text}${text.endsWith("\n") ? "" : "\n"}`)
    .join("");

/**
 * @throws HomelabError when the directory has other contents than rendered bundles, such as `/`; or when it has one of these
 * bundles already, because files that left the bundle would stay in it.
 */
function writeAll(lab: Homelab, chosen: readonly Bundle[], directory: string): readonly string[] {
  const strangers = existsSync(directory)
    ? readdirSync(directory).filter((name) => !existsSync(join(directory, name, "bundle.txt")))
    : [];
  if (strangers.length > 0)
    throw new HomelabError(
      `${directory} contains ${fewOf(strangers)}, which render did not write. Nothing was written.`,
      {
        fix: "Name a new directory, for example --out rendered.",
      },
    );
  const taken = chosen.map(({ target }) => target).filter((target) => existsSync(join(directory, target)));
  if (taken.length > 0)
    throw new HomelabError(`${directory} already contains ${fewOf(taken)}. Nothing was written.`, {
      fix: `Delete ${taken.length === 1 ? "it" : "them"}, or name another directory.`,
    });
  return chosen.map((bundle) => {
    const place = join(directory, bundle.target);
    write(join(place, "bundle.txt"), summary(bundle));
    for (const { path, text } of textsOf(lab, bundle)) write(join(place, "files", path), text);
    return `${place}: ${bundle.files.length} files`;
  });
}

const fewOf = (names: readonly string[]): string =>
  names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
