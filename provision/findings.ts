import type { HomelabError } from "../homelab/values/error";

/** The steps of preparing a host, in order, and why each is needed. */
export const steps = {
  "host key": "A root login goes to this address: the answer must come from this host.",
  host: "Privileges, repositories and firewall are specific to a release, a node and the operators.",
  vault: "The values of tokens are stored only there.",
  repositories:
    "The enterprise repositories refuse a host without a subscription, so it would get no security updates.",
  datastore:
    "On a new host it accepts only container templates; Terraform also puts disk images and cloud-init files there.",
  bridges: "Guests are connected to bridges, and making a bridge reloads the host's network.",
  access: "Terraform works as a separate user with the privileges that the stacks need, not as an administrator.",
  tokens: "Terraform and services call the API with tokens. Their values go directly into the vault.",
  keys: "Deployments log in as root with an SSH key.",
} as const;

export type Step = keyof typeof steps;

/**
 * The result of a step. `change` is a planned change, `later` waits for something else, `refuse` prevents every change
 * until it is fixed.
 */
export type Level = "ok" | "change" | "changed" | "later" | "refuse" | "failed" | "unreachable";

/** One line about one step. */
export interface Finding {
  readonly level: Level;
  readonly step: Step;
  readonly text: string;
  readonly fix?: string;
}

/** Makes a finding from an error. */
export const findingOf = (level: Level, step: Step, { message, fix }: HomelabError): Finding => ({
  level,
  step,
  text: message,
  ...(fix !== undefined && { fix }),
});

/** What templates/host/bootstrap.sh printed. */
export interface Answers {
  readonly findings: readonly Finding[];
  /** Facts that the caller judges, by name. */
  readonly facts: ReadonlyMap<string, string>;
}

const levels: readonly string[] = ["ok", "change", "changed", "later", "refuse"] satisfies readonly Level[];

/** Reads the output of the script. @throws Error for a line with an unknown level or step. */
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
    throw new Error(`The script on the host printed an unexpected line: ${row.join(" ")}`);
  return { level: level as Level, step: step as Step, text, ...(fix !== undefined && { fix }) };
}
