import { isBlocking, type BootstrapReport, type HostReport } from "../../provision/bootstrap";
import { steps, type Finding, type Level, type Step } from "../../provision/findings";
import { fingerprint } from "../../provision/host-keys";
import type { Channel } from "../terminal";
import { exitCodes, type ExitCode } from "../../homelab/values/error";
import { fixLine, type Paint } from "../../homelab/values/paint";
import { siteOptionFor } from "./site-option";

/** What the operator typed. */
export interface Asked {
  readonly nodes: readonly string[];
  /** Nodes on the command line; empty means all. */
  readonly named: readonly string[];
  readonly yes: boolean;
  readonly hostKey: readonly string[];
  /** Path of homelab.yaml. */
  readonly file: string;
}

const words: Readonly<Record<Level, readonly [word: string, colour: keyof Paint]>> = {
  ok: ["ok", "green"],
  change: ["would change", "yellow"],
  changed: ["changed", "green"],
  later: ["later", "yellow"],
  refuse: ["refused", "red"],
  failed: ["failed", "red"],
  unreachable: ["unreachable", "red"],
};
const width = Math.max(...Object.values(words).map(([word]) => word.length));

/** Prints the plan or the changes made, and the next command. */
export function print(report: BootstrapReport, asked: Asked, backend: string, { line, paint }: Channel): void {
  for (const text of stepLines(report.general, paint)) line(text);
  for (const { node, address, findings } of report.hosts) {
    line(`${paint.bold(node)}  ${address}`);
    for (const text of stepLines(findings, paint)) line(`  ${text}`);
  }
  line("");
  for (const text of summary(report, asked, backend)) line(text);
}

/** Every step with its reason, followed by its findings. */
function stepLines(findings: readonly Finding[], paint: Paint): readonly string[] {
  return (Object.keys(steps) as Step[]).flatMap((step) => {
    const own = findings.filter((finding) => finding.step === step);
    if (own.length === 0) return [];
    return [`${step}  ${paint.dim(steps[step])}`, ...own.flatMap((finding) => findingLines(finding, paint))];
  });
}

function findingLines({ level, text, fix }: Finding, paint: Paint): readonly string[] {
  const [word, colour] = words[level];
  const indent = " ".repeat(width + 4);
  const [first = "", ...more] = [...text.split("\n"), ...(fix === undefined ? [] : fixLine(fix, paint).split("\n"))];
  return [`  ${paint[colour](word.padEnd(width))}  ${first}`, ...more.map((each) => `${indent}${each.trim()}`)];
}

const everything = ({ general, hosts }: BootstrapReport): readonly Finding[] => [
  ...general,
  ...hosts.flatMap(({ findings }) => findings),
];

function summary(report: BootstrapReport, asked: Asked, backend: string): readonly string[] {
  const findings = everything(report);
  const count = (...levels: Level[]) => findings.filter(({ level }) => levels.includes(level)).length;
  const changed = count("changed");
  if (findings.some(isBlocking))
    return [
      changed === 0
        ? "Nothing was changed. Fix the problems listed above, then run this again."
        : `Stopped after ${counted(changed)}, which remain in effect. Fix the problem, then run this again.`,
    ];
  const planned = count("change");
  if (planned > 0)
    return [`Nothing was changed; ${counted(planned)} planned. To apply:`, `  ${command(asked, report)}`];
  const later = count("later") > 0 ? ["Steps marked as later wait for the stack host, or for you."] : [];
  return [
    changed === 0 ? "Nothing to do." : `Done: ${counted(changed)}.`,
    ...later,
    "Next, plan the first stack, and read the plan:",
    ...next(backend, asked.file),
  ];
}

const counted = (count: number): string => `${count} change${count === 1 ? "" : "s"}`;

function next(backend: string, file: string): readonly string[] {
  if (backend !== "op") return [`  npm run --silent homelab -- env${siteOptionFor(file)} -- npx cdktf diff host`];
  return [
    `  npm run --silent homelab -- env${siteOptionFor(file)} > homelab.env`,
    "  op run --env-file=homelab.env -- npx cdktf diff host",
  ];
}

/**
 * The command that applies the changes. It names the keys that were shown, so that a host with another key is refused.
 */
function command({ named, hostKey, file }: Asked, { hosts }: BootstrapReport): string {
  const keys = hosts.some(({ trust }) => trust.length > 0) ? hosts.flatMap(shownKey) : hostKey;
  const options = ["--yes", ...keys.map((key) => `--host-key ${key}`)];
  return `npm run homelab -- ${["bootstrap", ...named, ...options].join(" ")}${siteOptionFor(file)}`;
}

/** The fingerprint that a user compares: of the Ed25519 key that becomes trusted, or is already known. */
function shownKey({ keys, trust }: HostReport): readonly string[] {
  const candidates = trust.length > 0 ? trust : keys;
  const key = candidates.find(({ type }) => type === "ssh-ed25519") ?? candidates[0];
  return key === undefined ? [] : [fingerprint(key)];
}

/** 1 when a step was refused or failed, 3 when a host does not answer, 0 otherwise, also for a plan with changes. */
export function exitCodeOf(report: BootstrapReport): ExitCode {
  const levels = everything(report).map(({ level }) => level);
  if (levels.includes("refuse") || levels.includes("failed")) return exitCodes.failed;
  if (levels.includes("unreachable")) return exitCodes.unreachable;
  return exitCodes.ok;
}
