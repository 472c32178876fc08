import { Unreachable } from "./shell";
import type { SshTarget } from "./ssh-target";

/** What ssh says, and what it means to an operator; the first that fits wins. */
const meanings: readonly {
  readonly words: RegExp;
  readonly why: (at: SshTarget) => string;
  readonly fix: (at: SshTarget) => string;
}[] = [
  {
    words: /REMOTE HOST IDENTIFICATION HAS CHANGED|host key .* has changed/i,
    why: ({ address }) => `The host key of ${address} has changed: it was installed anew, or another machine answers.`,
    fix: ({ address }) =>
      `If you installed it anew, compare the key on its console (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), ` +
      `then run ssh-keygen -R ${address} and log in once by hand.`,
  },
  {
    words: /Host key verification failed|host key is known for/i,
    why: ({ address }) => `The host key of ${address} is not known here.`,
    fix: (at) => `Run ${command(at)} once by hand, compare the key that it shows, and say yes.`,
  },
  {
    words: /Permission denied|Too many authentication failures/i,
    why: ({ user, address }) => `${address} refuses the key for ${user}.`,
    fix: ({ user, address }) =>
      `Is the key in the agent (ssh-add -l)? ssh-copy-id ${user}@${address} puts it on the machine.`,
  },
  {
    words: /Could not resolve hostname/i,
    why: ({ address }) => `${address} is a name that nothing here resolves.`,
    fix: () => "Use its address, or mend the name.",
  },
  {
    words: /timed out|No route to host|Network is unreachable|Connection refused|Host is down/i,
    why: ({ address }) => `${address} does not answer.`,
    fix: (at) => `Is it on, is its address right, and may you reach port 22 from here? Try ${command(at)}.`,
  },
];

/** For whoever wonders why ssh failed: the reason, its own words, the likely fix. */
export function unreachable(target: SshTarget, said: string): Unreachable {
  const meaning = meanings.find(({ words }) => words.test(said));
  const why = meaning?.why(target) ?? `The connection to ${target.address} broke, or could not be made.`;
  const fix = meaning?.fix(target) ?? `Try ${command(target)}, then run this again.`;
  const words = said.split("\n").filter((line) => line.trim() !== "" && !/^@+$|^@ .* @$/.test(line.trim()));
  const told = words.map((line) => `  ssh: ${line.trim().replace(/^ssh: /, "")}`);
  return new Unreachable([why, ...told].join("\n"), fix);
}

const command = ({ user, address, jump }: SshTarget): string =>
  `ssh ${jump === undefined ? "" : `-J ${jump} `}${user}@${address}`;
