import type { Site } from "../homelab/site";
import { containsAny, isIpv4 } from "../homelab/values/ipv4";
import type { Finding } from "./findings";
import { fingerprint, type HostKey, type HostKeyState } from "./host-keys";

/** The finding about a host's keys, and the keys to trust although known_hosts does not contain them yet. */
export interface HostKeyVerdict {
  readonly finding: Finding;
  readonly trust: readonly HostKey[];
}

const onConsole =
  'On its console, `for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf "$key"; done` prints them';

/**
 * `pinned` are the fingerprints that the operator expects; without any, the plan shows an unknown key for comparison.
 */
export function judgeHostKey(address: string, state: HostKeyState, pinned: readonly string[]): HostKeyVerdict {
  const said = (level: Finding["level"], text: string, fix?: string): HostKeyVerdict => ({
    finding: { level, step: "host key", text, ...(fix !== undefined && { fix }) },
    trust: [],
  });
  if (state.kind === "silent")
    return said(
      "unreachable",
      `${address} does not answer as an SSH server.`,
      `Check that it is on, its address, and that you can reach its port 22 from here. Try ssh root@${address}.`,
    );
  if (state.kind === "changed")
    return said(
      "refuse",
      `${address} presents a key that differs from the known one, ${listed(state.keys)}: it was reinstalled, or another machine answers.`,
      `${onConsole}. If they match, run ssh-keygen -R ${address} to forget the old key; then run this again.`,
    );
  const expected = state.keys.filter((key) => pinned.includes(fingerprint(key)));
  if (pinned.length > 0 && expected.length === 0)
    return said(
      "refuse",
      `${address} presents ${listed(state.keys)}, none of which --host-key names.`,
      `${onConsole}. Do not continue before you know why they differ.`,
    );
  if (state.kind === "known") return said("ok", `${address} presents the known key.`);
  const trust = pinned.length > 0 ? expected : state.keys;
  const compare = pinned.length > 0 ? "" : ` ${onConsole}: compare them before you type a password.`;
  return { ...said("change", `${address} is added to the known hosts with ${listed(trust)}.${compare}`), trust };
}

const listed = (keys: readonly HostKey[]): string => keys.map((key) => `${key.type} ${fingerprint(key)}`).join(", ");

/** Whether the firewall that the stack `host` turns on still admits the address of the present connection. */
export function judgeClient(facts: ReadonlyMap<string, string>, operators: Site["operators"]): Finding {
  const client = facts.get("client") ?? "";
  const version = facts.get("version") ?? "";
  if (isIpv4(client) && containsAny(operators, client))
    return {
      level: "ok",
      step: "host",
      text: `Proxmox VE ${version}; you connect from ${client}, which is in operators.`,
    };
  return {
    level: "refuse",
    step: "host",
    text: `You connect from ${client || "an unknown address"}, which is not in operators: the firewall would lock you out.`,
    fix: "Add it to operators in homelab.yaml, or connect from an address that is in operators.",
  };
}
