import { join } from "node:path";
import type { Homelab } from "../homelab/model";
import { judgeClient, judgeHostKey } from "./bootstrap-judge";
import { settingsFor } from "./bootstrap-wish";
import { answersIn, findingOf, type Finding, type Step } from "./findings";
import { addHostKeys, hostKeyState, type HostKey } from "./host-keys";
import type { RunProgram } from "./program";
import type { Shell } from "./shell/shell";
import { Unreachable } from "./shell/shell";
import type { SshTarget } from "./shell/ssh-target";
import { template, templatesIn } from "../homelab/templates";

/** Everything outside this module that preparing a host uses. */
export interface HostTools {
  readonly run: RunProgram;
  readonly shell: (target: SshTarget) => Shell;
  /** The operator's known_hosts file; written only when changes are applied. */
  readonly knownHosts: string;
  /** A directory that only this run uses. */
  readonly directory: string;
  /** Announces a step that takes a while or asks the user. */
  readonly progress: (text: string) => void;
}

/** What was found on a host. */
export interface HostLook {
  readonly node: string;
  readonly address: string;
  /** Absent when no login was attempted. */
  readonly shell?: Shell;
  /** Keys that the host presents. */
  readonly keys: readonly HostKey[];
  /** The ones to add to the known hosts. */
  readonly trust: readonly HostKey[];
  /** About the connection to the host. */
  readonly way: readonly Finding[];
  /** About the host itself. */
  readonly findings: readonly Finding[];
  readonly facts: ReadonlyMap<string, string>;
  readonly settings: readonly string[];
}

/** The script for the host. The files of its steps are sent with it. */
const script = [
  template("host/bootstrap.sh"),
  ...templatesIn("host/bootstrap").map((path) => template(path)),
  'main "$@"',
].join("\n");

/** Looks at one host and changes nothing, there or here. */
export async function lookAt(
  lab: Homelab,
  node: string,
  { access, pinned }: { readonly access: boolean; readonly pinned: readonly string[] },
  tools: HostTools,
): Promise<HostLook> {
  const address = lab.site.pve.nodes[node]?.address ?? "";
  tools.progress(`${node}: looking at ${address}.`);
  const state = await hostKeyState(address, tools.knownHosts, tools.run);
  const { finding, trust } = judgeHostKey(address, state, pinned);
  const keys = state.kind === "silent" ? [] : state.keys;
  const settings = settingsFor(lab, node, access);
  const look = { node, address, keys, trust, way: [finding], findings: [], facts: new Map<string, string>(), settings };
  if (finding.level === "refuse" || finding.level === "unreachable") return look;
  const shell = tools.shell(targetOf(look, tools));
  tools.progress(`${node}: logging in as root; ssh asks for the password unless the host knows your key.`);
  const { findings, facts } = await ran(shell, "plan", settings);
  // When the host did not answer, there is nothing to judge.
  const host = facts.has("client") ? [judgeClient(facts, lab.site.operators)] : [];
  return { ...look, shell, way: [finding, ...host], findings, facts };
}

/** A look does not write the operator's known_hosts, so a key that is not known yet goes into a temporary file. */
function targetOf({ node, address, trust }: Pick<HostLook, "node" | "address" | "trust">, tools: HostTools): SshTarget {
  if (trust.length === 0) return { user: "root", address, hostKeys: "known" };
  const knownHostsFile = join(tools.directory, `known_hosts-${node}`);
  addHostKeys(address, trust, knownHostsFile);
  return { user: "root", address, hostKeys: "known", knownHostsFile };
}

/** Adds the host to the known hosts, and applies the changes that the look has found. */
export async function applyTo(
  look: HostLook & { readonly shell: Shell },
  tools: HostTools,
): Promise<readonly Finding[]> {
  tools.progress(`${look.node}: preparing.`);
  if (look.trust.length > 0) addHostKeys(look.address, look.trust, tools.knownHosts);
  const way = look.way.map((finding) =>
    finding.level === "change" ? { ...finding, level: "changed" as const } : finding,
  );
  const { findings } = await ran(look.shell, "apply", look.settings);
  return [...way, ...findings];
}

async function ran(shell: Shell, mode: "plan" | "apply", settings: readonly string[]) {
  const nothing = new Map<string, string>();
  try {
    const { code, stdout, stderr } = await shell.run(script, { args: [mode, ...settings] });
    const { findings, facts } = answersIn(stdout);
    return { findings: code === 0 ? findings : [...findings, broken(stderr, findings.at(-1)?.step)], facts };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return { findings: [findingOf("unreachable", "host", error)], facts: nothing };
  }
}

/** The finding for a script that ended early, with the message of the program that failed. */
function broken(stderr: string, after: Step | undefined): Finding {
  const where = after === undefined ? "at the beginning" : `after the step ${after}`;
  return {
    level: "failed",
    step: after ?? "host",
    text: `The script on the host stopped ${where}: ${stderr.trim() || "it gave no reason"}`,
    fix: "Fix that, and run this again: finished steps stay finished.",
  };
}
