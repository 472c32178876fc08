import { artifactMode, modeOf, ownerOf, secondsOf, secretsIn, type Bundle, type BundleFile } from "../../homelab/model";
import type { Artifacts } from "../artifacts/artifacts";
import { quoted } from "../shell/shell";

/**
 * What the machine does with the files of a bundle, as words that bash reads (`each` in templates/push/common.sh):
 *
 * - `entry package <name>`
 * - `entry file <path> <mode> <owner> [secret]`
 * - `entry artifact <path> <mode> <owner> <sha256>`
 * - `entry check <path> <command>...`
 * - `entry step <name> <path>... -- <command>...`
 * - `entry unit <name> <restart|reload> <path>...`
 * - `entry health <name> <seconds> <command>...`
 */
export function manifestOf(bundle: Bundle, fetched: Artifacts): string {
  const { packages, files, artifacts, checks, steps, units, health } = bundle;
  const entries = [
    ...packages.map((name) => ["package", name]),
    ...files.map((file) => ["file", file.path, modeOf(file), ownerOf(file), ...kindsOf(file)]),
    ...artifacts.map((one) => ["artifact", one.path, artifactMode(one), ownerOf(one), fetched(one).sum]),
    ...checks.map(({ file, command }) => ["check", file, ...command]),
    ...steps.map(({ name, files, command }) => ["step", name, ...files, "--", ...command]),
    ...units.map(({ name, files, onChange = "restart" }) => ["unit", name, onChange, ...files]),
    ...health.map((test) => ["health", test.name, String(secondsOf(test)), ...test.command]),
  ];
  return entries.map((words) => `entry ${words.map(word).join(" ")}\n`).join("");
}

const kindsOf = ({ content }: BundleFile): readonly string[] => (secretsIn(content).length > 0 ? ["secret"] : []);

const word = (text: string): string => (/^[\w./:@%+=,-]+$/.test(text) ? text : quoted(text));
