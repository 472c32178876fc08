import type { HomelabError } from "../homelab/values/error";

/** Each step of preparing a host, in their order, and why it is needed. */
export const steps = {
  "host key": "Whoever answers at that address gets a root login: it has to be this host.",
  host: "Privileges, repositories and firewall are made for one release, one node and the operators.",
  vault: "Values of tokens go there and nowhere else.",
  repositories: "The enterprise repositories refuse a host without subscription, and it would miss security updates.",
  datastore:
    "Of a fresh host it takes container templates only; Terraform also puts disk images and cloud-init files there.",
  bridges: "Guests are connected to them, and making one reloads the host's network.",
  access: "Terraform works as a user of its own that may do what the stacks need, not as an administrator.",
  tokens: "Terraform and services call the API with them. Their values go straight into the vault.",
  keys: "Deployments log in as root by key.",
} as const;

export type Step = keyof typeof steps;

/**
 * What became of a step. `change` is what would be changed, `later` waits for something else, `refuse` says that nothing
 * may be changed before it is mended.
 */
export type Level = "ok" | "change" | "changed" | "later" | "refuse" | "failed" | "unreachable";

/** One line about one step. */
export interface Finding {
  readonly level: Level;
  readonly step: Step;
  readonly text: string;
  readonly fix?: string;
}

/** An error as what became of a step. */
export const findingOf = (level: Level, step: Step, { message, fix }: HomelabError): Finding => ({
  level,
  step,
  text: message,
  ...(fix !== undefined && { fix }),
});

/** What templates/host/bootstrap.sh printed. */
export interface Answers {
  readonly findings: readonly Finding[];
  /** What it leaves to its caller to judge, by name. */
  readonly facts: ReadonlyMap<string, string>;
}

const levels: readonly string[] = ["ok", "change", "changed", "later", "refuse"] satisfies readonly Level[];

/** Reads the lines of the script. @throws Error at a line that is none of its own. */
export function answersIn(output: string): Answers {
  const rows = output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\t"));
  const facts = rows.filter(([kind]) => kind === "fact").map(([, name = "", value = ""]) => [name, value] as const);
  const findings = rows.filter(([kind]) => kind !== "fact").map(findingIn);
  return { findings, facts: new Map(facts) };
}

function findingIn(row: readonly string[]): Finding {
  const [level = "", step = "", text = "", fix] = row;
  if (!levels.includes(level) || !Object.hasOwn(steps, step))
    throw new Error(`The host answered with a line that nobody expects: ${row.join(" ")}`);
  return { level: level as Level, step: step as Step, text, ...(fix !== undefined && { fix }) };
}
