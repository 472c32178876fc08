import type { Site } from "../homelab/site";
import { containsAny, isIpv4 } from "../homelab/values/ipv4";
import type { Finding } from "./findings";
import { fingerprint, type HostKey, type HostKeyState } from "./host-keys";

/** What is said of a host's key, and the keys by which it may be trusted although nobody knows it yet. */
export interface HostKeyVerdict {
  readonly finding: Finding;
  readonly trust: readonly HostKey[];
}

const onConsole = 'On its console, `for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf "$key"; done` shows them';

/** `pinned` are the fingerprints that the operator expects; without any, an unknown key is shown to be compared. */
export function judgeHostKey(address: string, state: HostKeyState, pinned: readonly string[]): HostKeyVerdict {
  const said = (level: Finding["level"], text: string, fix?: string): HostKeyVerdict => ({
    finding: { level, step: "host key", text, ...(fix !== undefined && { fix }) },
    trust: [],
  });
  if (state.kind === "silent")
    return said(
      "unreachable",
      `${address} does not answer as an SSH server.`,
      `Is it on, is its address right, and may you reach port 22 from here? Try ssh root@${address}.`,
    );
  if (state.kind === "changed")
    return said(
      "refuse",
      `${address} shows another key than the one known here, ${listed(state.keys)}: it was installed anew, or another machine answers.`,
      `${onConsole}. If they are the same, ssh-keygen -R ${address} forgets the old one; then run this again.`,
    );
  const expected = state.keys.filter((key) => pinned.includes(fingerprint(key)));
  if (pinned.length > 0 && expected.length === 0)
    return said(
      "refuse",
      `${address} shows ${listed(state.keys)}, none of which --host-key names.`,
      `${onConsole}. Do not go on before you know why they differ.`,
    );
  if (state.kind === "known") return said("ok", `${address} shows the key that is known here.`);
  const trust = pinned.length > 0 ? expected : state.keys;
  const compare = pinned.length > 0 ? "" : ` ${onConsole}: compare before you give a password.`;
  return { ...said("change", `${address} becomes known by ${listed(trust)}.${compare}`), trust };
}

const listed = (keys: readonly HostKey[]): string => keys.map((key) => `${key.type} ${fingerprint(key)}`).join(", ");

/** Whether the firewall that the stack `host` turns on would still let in whoever is connected now. */
export function judgeClient(facts: ReadonlyMap<string, string>, operators: Site["operators"]): Finding {
  const client = facts.get("client") ?? "";
  const version = facts.get("version") ?? "";
  if (isIpv4(client) && containsAny(operators, client))
    return {
      level: "ok",
      step: "host",
      text: `Proxmox VE ${version}; you come from ${client}, which is an operator's.`,
    };
  return {
    level: "refuse",
    step: "host",
    text: `You come from ${client || "an unknown address"}, which is not among the operators: the firewall would lock you out.`,
    fix: "Add it to operators in homelab.yaml, or work from an address that is there.",
  };
}
