import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Homelab } from "../homelab/model";
import { applyTo, lookAt, type HostLook, type HostTools } from "./bootstrap-host";
import { tokenWishes } from "./bootstrap-wish";
import { findingOf, type Finding, type Level } from "./findings";
import type { HostKey } from "./host-keys";
import { Unreachable, type Shell } from "./shell/shell";
import { makeToken, planTokens, type TokenPlan } from "./tokens";
import type { Vault } from "./secrets/vault";
import { HomelabError } from "../homelab/values/error";

/** What an operator requests. */
export interface BootstrapWish {
  /** PVE nodes by name; Terraform's access is prepared on the first. */
  readonly nodes: readonly string[];
  /** Whether to apply the changes, or only to plan them. */
  readonly apply: boolean;
  /** Fingerprints of host keys, `SHA256:...`; others are refused. */
  readonly pinned: readonly string[];
}

export type BootstrapTools = Omit<HostTools, "directory"> & {
  readonly vault: Vault;
};

/** What was found and done, in the order of the steps. */
export interface BootstrapReport {
  readonly general: readonly Finding[];
  readonly hosts: readonly HostReport[];
}

export interface HostReport {
  readonly node: string;
  readonly address: string;
  /** Keys that the host presents. */
  readonly keys: readonly HostKey[];
  /** The ones that are added to the known hosts. */
  readonly trust: readonly HostKey[];
  readonly findings: readonly Finding[];
}

const blocking: readonly Level[] = ["refuse", "failed", "unreachable"];

/** Whether a finding prevents the next steps. */
export const isBlocking = ({ level }: Finding): boolean => blocking.includes(level);

/**
 * Prepares PVE hosts for Terraform. It first inspects every host and the vault; when anything is refused there, no host
 * is changed.
 */
export async function bootstrap(lab: Homelab, wish: BootstrapWish, tools: BootstrapTools): Promise<BootstrapReport> {
  const directory = mkdtempSync(join(tmpdir(), "homelab-"));
  const looks: HostLook[] = [];
  try {
    const general = await lookAtVault(tools.vault);
    for (const [index, node] of wish.nodes.entries())
      looks.push(await lookAt(lab, node, { access: index === 0, pinned: wish.pinned }, { ...tools, directory }));
    const tokens = await lookAtTokens(lab, looks[0], general.some(isBlocking) ? undefined : tools.vault);
    const planned = reportOf(general, looks, tokens);
    const isBlocked = [...general, ...planned.hosts.flatMap(({ findings }) => findings)].some(isBlocking);
    if (!wish.apply || isBlocked) return planned;
    return { general, hosts: await applied(looks, tokens.plans, { ...tools, directory }) };
  } finally {
    await Promise.all(looks.flatMap(({ shell }) => (shell === undefined ? [] : [shell.close()])));
    rmSync(directory, { recursive: true, force: true });
  }
}

async function lookAtVault(vault: Vault): Promise<readonly Finding[]> {
  try {
    await vault.ready();
    return [{ level: "ok", step: "vault", text: `The ${vault.title} can be used.` }];
  } catch (error) {
    return [refusedByVault(error)];
  }
}

function refusedByVault(error: unknown): Finding {
  if (!(error instanceof HomelabError)) throw error;
  return findingOf("refuse", "vault", error);
}

interface TokenLook {
  readonly plans: readonly TokenPlan[];
  readonly findings: readonly Finding[];
}

/** The tokens of the cluster, on its first host and in the vault. */
async function lookAtTokens(lab: Homelab, first: HostLook | undefined, vault: Vault | undefined): Promise<TokenLook> {
  if (vault === undefined || first?.shell === undefined || first.findings.some(({ level }) => level === "unreachable"))
    return { plans: [], findings: [] };
  try {
    const plans = await planTokens(tokenWishes(lab), first.facts, vault);
    return { plans, findings: plans.map(({ level, text }) => ({ level, step: "tokens", text })) };
  } catch (error) {
    return { plans: [], findings: [refusedByVault(error)] };
  }
}

function reportOf(general: readonly Finding[], looks: readonly HostLook[], tokens: TokenLook): BootstrapReport {
  return {
    general,
    hosts: looks.map(({ node, address, keys, trust, way, findings }, index) => ({
      node,
      address,
      keys,
      trust,
      findings: [...way, ...findings, ...(index === 0 ? tokens.findings : [])],
    })),
  };
}

/** Applies host by host, then token by token on the first host; stops at the first failure. */
async function applied(looks: readonly HostLook[], plans: readonly TokenPlan[], tools: HostTools & BootstrapTools) {
  const reports: HostReport[] = [];
  for (const [index, { shell, ...look }] of looks.entries()) {
    if (shell === undefined) continue;
    const findings = [...(await applyTo({ ...look, shell }, tools))];
    if (index === 0 && !findings.some(isBlocking)) findings.push(...(await makeTokens(plans, shell, tools)));
    const { node, address, keys, trust } = look;
    reports.push({ node, address, keys, trust, findings });
    if (findings.some(isBlocking)) break;
  }
  return reports;
}

async function makeTokens(plans: readonly TokenPlan[], shell: Shell, tools: BootstrapTools) {
  const findings: Finding[] = [];
  for (const plan of plans) {
    const finding = await tokenMade(plan, shell, tools);
    findings.push(finding);
    if (isBlocking(finding)) break;
  }
  return findings;
}

async function tokenMade({ wish, level, text }: TokenPlan, shell: Shell, { vault, progress }: BootstrapTools) {
  if (level !== "change") return { level, step: "tokens", text } satisfies Finding;
  progress(`${wish.id}: making it.`);
  try {
    return await makeToken(wish, shell, vault);
  } catch (error) {
    if (!(error instanceof HomelabError)) throw error;
    return findingOf(error instanceof Unreachable ? "unreachable" : "failed", "tokens", error);
  }
}
