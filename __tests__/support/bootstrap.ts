import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BootstrapTools } from "../../provision/bootstrap";
import type { RunProgram } from "../../provision/program";
import { Unreachable, type Finished, type RunOptions, type Shell } from "../../provision/shell/shell";
import type { HomelabError } from "../../homelab/values/error";
import type { Vault, VaultPlace } from "../../provision/secrets/vault";

/** Public keys of imaginary hosts. */
export const hostKeys = {
  ed25519: "AAAAC3NzaC1lZDI1NTE5AAAAIJ3hJx0v3nN0hYV2K6s1Jm1l1Qm3T4x5y6z7A8B9C0D1",
  another: "AAAAC3NzaC1lZDI1NTE5AAAAIAo2vYb3Jm1l1Qm3T4x5y6z7A8B9C0D1hJx0v3nN0hYV",
  rsa: "AAAAB3NzaC1yc2EAAAADAQABAAAAQQC7",
} as const;

export const uuid = "0b5e9c2a-7d51-4a35-8a0e-3f0f6c1d2e4b";

/** The answers of a fresh host and of the operator's machine; each test changes one of them. */
export interface World {
  /** Lines that the script prints for `plan` and `apply`. */
  readonly plan?: readonly string[];
  readonly apply?: Partial<Finished>;
  /** Lines that ssh-keyscan and ssh-keygen -F print, without the address. */
  readonly shown?: readonly string[];
  readonly known?: readonly string[];
  readonly make?: Partial<Finished>;
  readonly remove?: Partial<Finished> | "unreachable";
  readonly loggedIn?: false;
  readonly vault?: FakeVault;
}

interface FakeVault {
  readonly ready?: HomelabError;
  /** `item/field` of the secrets that it already contains. */
  readonly holds?: readonly string[];
  readonly write?: Error;
}

/** A host that accepts the operator's key and lacks two things. */
export const freshPlan = [
  "fact\tversion\t8.4.1",
  "fact\tclient\t192.168.1.10",
  "change\tdatastore\tlocal takes snippets as well.",
  "ok\tbridges\tvmbr1 is free.",
  "fact\thomelab@pve!terraform\tno-user",
  "fact\tn8n@pve!homelab\tno-user",
  "change\tkeys\troot gets the key.",
];

/** Tools that change nothing, and everything that was requested from them, in order. */
export function worldOf(world: World = {}) {
  const log: string[] = [];
  const calls: { readonly args: readonly string[]; readonly input?: string }[] = [];
  const knownHosts = join(mkdtempSync(join(tmpdir(), "homelab-test-")), "known_hosts");
  const written = new Map<string, string>();
  const tools: BootstrapTools = {
    run: runOf(world),
    shell: (target) => {
      log.push(`connect ${target.address} ${target.knownHostsFile === undefined ? "known" : "with a file of its own"}`);
      return shellOf(world, log, calls);
    },
    knownHosts,
    progress: () => undefined,
    vault: vaultOf(world.vault ?? {}, log, written),
  };
  return { tools, log, calls, knownHosts, written };
}

const runOf =
  ({ shown = [`ssh-ed25519 ${hostKeys.ed25519}`], known = [] }: World): RunProgram =>
  (program, args) => {
    const address = program === "ssh-keyscan" ? args.at(-1) : args[1];
    const lines = program === "ssh-keyscan" ? shown : known;
    const stdout = lines.map((line) => `${address} ${line}\n`).join("");
    return Promise.resolve({ code: lines.length === 0 ? 1 : 0, stdout, stderr: "" });
  };

function shellOf(world: World, log: string[], calls: { args: readonly string[]; input?: string }[]): Shell {
  const answers: Readonly<Record<string, Partial<Finished> | undefined>> = {
    plan: { stdout: (world.plan ?? freshPlan).map((line) => `${line}\n`).join("") },
    apply: world.apply ?? { stdout: "changed\tdatastore\tlocal takes snippets as well.\n" },
    make: world.make ?? { stdout: `{"full-tokenid":"x","info":{"privsep":"0"},"value":"${uuid}"}\n` },
    remove: world.remove === "unreachable" ? undefined : (world.remove ?? {}),
  };
  return {
    run(_, { args = [], input }: RunOptions = {}) {
      const [verb = ""] = args;
      log.push(["make", "remove"].includes(verb) ? args.join(" ") : verb);
      calls.push({ args, ...(input !== undefined && { input: String(input) }) });
      const answer = answers[verb];
      if (world.loggedIn === false || answer === undefined)
        return Promise.reject(new Unreachable("192.168.1.2 refuses the key for root.", "ssh-add"));
      return Promise.resolve({ code: 0, stdout: "", stderr: "", ...answer });
    },
    close() {
      log.push("close");
      return Promise.resolve();
    },
  };
}

function vaultOf({ ready, holds = [], write }: FakeVault, log: string[], written: Map<string, string>): Vault {
  const name = ({ item, field }: VaultPlace) => `${item}/${field}`;
  return {
    title: "test vault",
    ready: () => (ready === undefined ? Promise.resolve() : Promise.reject(ready)),
    prepare: () => Promise.resolve([]),
    read: (place) => Promise.resolve(written.get(name(place)) ?? (holds.includes(name(place)) ? uuid : undefined)),
    write(entries) {
      log.push(...entries.map((entry) => `write ${name(entry)}`));
      if (write !== undefined) return Promise.reject(write);
      for (const { value, ...place } of entries) written.set(name(place), value);
      return Promise.resolve();
    },
  };
}
