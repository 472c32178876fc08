import { spawn } from "node:child_process";
import { constants } from "node:os";
import { secretName, secretReference } from "../../homelab/model";
import { readSite, type Site } from "../../homelab/site";
import { proxmoxToken, stateCredentials, type Credential } from "../../homelab/model/credentials";
import { vaultOf } from "../../provision/secrets/vaults";
import type { Terminal } from "../terminal";
import { addSiteOption } from "./site-option";
import { verb } from "./verb";
import { exitCodes, HomelabError, messageOf } from "../../homelab/values/error";

const help = `
With a command, homelab env reads the values from the vault and puts them into the environment of that command only. It
exits with the exit code of the command, or with 127 when the command is not installed.

Examples:
  homelab env > homelab.env
  op run --env-file=homelab.env -- npx cdktf deploy host
  homelab env -- npx cdktf deploy host`;

/** `homelab env`: the variables that a deployment needs, printed as references or set for one command. */
export const env = verb({
  configure: (command) =>
    addSiteOption(command).argument("[command...]", "program and arguments, after --").addHelpText("after", help),
  async run({ site: file, args: command }, terminal) {
    const { site } = readSite(file);
    const credentials = [proxmoxToken, ...stateCredentials[site.state.backend]];
    const [program, ...args] = command;
    if (program !== undefined) {
      const values = await valuesOf(credentials, site, file, terminal);
      return runWith({ ...terminal.env, ...values }, program, args).catch((error: unknown) => {
        terminal.err.line(notStarted(program, error));
        return hasCode(error, "ENOENT") ? 127 : 126;
      });
    }
    const { secrets } = site;
    if (secrets.backend !== "op") {
      throw new HomelabError(
        `secrets.backend in ${file} is ${secrets.backend}, so \`op run\` cannot resolve references.`,
        {
          fix: "Pass the command to homelab env: homelab env -- npx cdktf diff host.",
        },
      );
    }
    for (const credential of credentials) {
      terminal.out.line(`${credential.variable}=${quoted(secretReference(credential, secrets.vault, secrets.items))}`);
    }
    return exitCodes.ok;
  },
});

/** @throws HomelabError with all credentials that are missing. */
async function valuesOf(
  credentials: readonly Credential[],
  site: Site,
  file: string,
  { env: environment }: Terminal,
): Promise<Readonly<Record<string, string>>> {
  const vault = vaultOf(site, file, { env: environment });
  const values = await Promise.all(credentials.map((credential) => vault.read(credential)));
  const missing = credentials.filter((_, index) => values[index] === undefined);
  if (missing.length > 0) {
    throw new HomelabError(
      `The ${vault.title} lacks ${missing.map((each) => `${secretName(each)} (${each.variable})`).join(", ")}.`,
      {
        fix: "`homelab bootstrap` makes Terraform's token; `homelab secrets set <name>` stores a value that you bring.",
      },
    );
  }
  return Object.fromEntries(credentials.map(({ variable }, index) => [variable, values[index] ?? ""]));
}

const notStarted = (program: string, error: unknown): string => {
  if (!hasCode(error, "ENOENT")) return `${program} cannot be started: ${messageOf(error)}`;
  return program.includes("/") ? `${program} does not exist.` : `${program} is not installed.`;
};

const hasCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;

/** Runs a program to its end, and returns its exit code, as a shell would. Rejects when it cannot be started. */
function runWith(environment: Terminal["env"], program: string, args: readonly string[]): Promise<number> {
  // The terminal sends ^C to the program as well, so passing it on would send it twice. The program decides when to
  // end.
  const wait = (): void => undefined;
  const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  const handlers = [["SIGINT", wait] as const, ["SIGTERM", passOn] as const, ["SIGHUP", passOn] as const];
  // Registered before the program starts, so that no signal is missed. They run only when the program exists.
  for (const [signal, handler] of handlers) process.on(signal, handler);
  const child = spawn(program, args, { stdio: "inherit", env: environment });
  return new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  }).finally(() => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  });
}

/** Names of vaults and items may contain spaces. */
const quoted = (reference: string): string => (reference.includes(" ") ? `"${reference}"` : reference);
