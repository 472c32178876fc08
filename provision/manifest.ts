import type { Bundle, BundleFile } from "../homelab/model";
import { quoted } from "./shell";

export const modeOf = ({ mode = "0644" }: BundleFile): string => mode.replace(/^0+(?=...)/, "");
export const ownerOf = ({ owner = "root:root" }: BundleFile): string => owner;

/**
 * What is to be done with the files of a bundle, in words that bash reads (`each` in templates/push/common.sh):
 *
 * - `entry package <name>`
 * - `entry file <path> <mode> <owner>`
 * - `entry check <path> <command>...`
 * - `entry step <name> <path>... -- <command>...`
 * - `entry unit <name> <restart|reload> <path>...`
 * - `entry health <name> <seconds> <command>...`
 */
export function manifestOf({ packages, files, checks, steps, units, health }: Bundle): string {
  const entries = [
    ...packages.map((name) => ["package", name]),
    ...files.map((file) => ["file", file.path, modeOf(file), ownerOf(file)]),
    ...checks.map(({ file, command }) => ["check", file, ...command]),
    ...steps.map(({ name, files, command }) => ["step", name, ...files, "--", ...command]),
    ...units.map(({ name, files, onChange = "restart" }) => ["unit", name, onChange, ...files]),
    ...health.map(({ name, seconds = defaultHealthSeconds, command }) => ["health", name, String(seconds), ...command]),
  ];
  return entries.map((words) => `entry ${words.map(word).join(" ")}\n`).join("");
}

export const defaultHealthSeconds = 30;

const word = (text: string): string => (/^[\w./:@%+=,-]+$/.test(text) ? text : quoted(text));
