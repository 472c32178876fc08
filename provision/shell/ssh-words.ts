import { Unreachable } from "./shell";
import type { SshTarget } from "./ssh-target";

/** Messages of ssh, and what they mean to an operator; the first match counts. */
const meanings: readonly {
  readonly words: RegExp;
  readonly why: (at: SshTarget) => string;
  readonly fix: (at: SshTarget) => string;
}[] = [
  {
    words: /REMOTE HOST IDENTIFICATION HAS CHANGED|host key .* has changed/i,
    why: ({ address }) => `The host key of ${address} has changed: it was reinstalled, or another machine answers.`,
    fix: ({ address }) =>
      `If you reinstalled it, compare the key on its console (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), ` +
      `then run ssh-keygen -R ${address} and log in once by hand.`,
  },
  {
    words: /Host key verification failed|host key is known for/i,
    why: ({ address }) => `The host key of ${address} is not known here.`,
    fix: (at) => `Run ${command(at)} once by hand, compare the key that it shows, and type yes.`,
  },
  {
    words: /Permission denied|Too many authentication failures/i,
    why: ({ user, address }) => `${address} refuses the key for ${user}.`,
    fix: ({ user, address }) =>
      `Check that the key is in the agent (ssh-add -l); ssh-copy-id ${user}@${address} puts it on the machine.`,
  },
  {
    words: /Could not resolve hostname/i,
    why: ({ address }) => `This machine cannot resolve the name ${address}.`,
    fix: () => "Use the address instead, or correct the name.",
  },
  {
    words: /timed out|No route to host|Network is unreachable|Connection refused|Host is down/i,
    why: ({ address }) => `${address} does not answer.`,
    fix: (at) => `Check that it is on, its address, and that you can reach its port 22 from here. Try ${command(at)}.`,
  },
];

/** The error for a failed ssh: the reason, the messages of ssh, the likely fix. */
export function unreachable(target: SshTarget, said: string): Unreachable {
  const meaning = meanings.find(({ words }) => words.test(said));
  const why = meaning?.why(target) ?? `The connection to ${target.address} failed or broke.`;
  const fix = meaning?.fix(target) ?? `Try ${command(target)}, then run this again.`;
  const words = said.split("\n").filter((line) => line.trim() !== "" && !/^@+$|^@ .* @$/.test(line.trim()));
  const told = words.map((line) => `  ssh: ${line.trim().replace(/^ssh: /, "")}`);
  return new Unreachable([why, ...told].join("\n"), fix);
}

const command = ({ user, address, jump }: SshTarget): string =>
  `ssh ${jump === undefined ? "" : `-J ${jump} `}${user}@${address}`;
