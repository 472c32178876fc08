import { missing, openShell, rehearse, type Prerequisite } from "../../lab";
import { verb } from "./verb";
import { exitCodes, HomelabError, type ExitCode } from "../../homelab/values/error";

const help = `
Runs the homelab of lab/homelab.yaml on this one Linux machine: a container for each guest at its planned address, the
planned networks and firewalls, bundles pushed over SSH as in production, and secrets from a file. It needs root. It
changes only the cache of this machine (XDG_CACHE_HOME, or /var/cache), and removes everything else at the end.

Examples:
  homelab lab                          rehearse every guest
  homelab lab --only redis             push Redis and the guests that it uses
  homelab lab --keep                   keep the lab; look around with homelab lab --shell postgres
  homelab lab --junit results.xml      for a CI that displays test results`;

/** `homelab lab`: the rehearsal. */
export const lab = verb({
  configure: (command) =>
    command
      .option("--only <guests>", "push only these and the guests that they use", (text: string) => text.split(","))
      .option("--keep", "keep the lab running afterwards")
      .option("--shell <guest>", "open a shell in a guest of the kept lab, or of a fresh one")
      .option("--junit <file>", "write the results as JUnit XML")
      .addHelpText("after", help),
  async run({ only, keep = false, shell, junit }, terminal) {
    refuseMissing(await missing());
    const { line } = terminal.out;
    if (shell !== undefined) return codeOf(await openShell(shell, line));
    const wish = { keep, say: line, ...(only !== undefined && { only }), ...(junit !== undefined && { junit }) };
    return codeOf((await rehearse(wish)).failed);
  },
});

const codeOf = (failed: number): ExitCode => (failed === 0 ? exitCodes.ok : exitCodes.failed);

/** Refuses to start when something is missing, because a skipped check proves nothing. */
function refuseMissing(lacking: readonly Prerequisite[]): void {
  if (lacking.length === 0) return;
  const lines = lacking.map(({ name, why }) => `  ${name}: ${why}.`);
  throw new HomelabError(["The lab needs something that this machine lacks. Nothing was made:", ...lines].join("\n"), {
    fix: [...new Set(lacking.map(({ fix }) => fix))].join("\n"),
  });
}
