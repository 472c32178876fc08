import { missing, openShell, rehearse, type Prerequisite } from "../../lab";
import { verb } from "./verb";
import { exitCodes, HomelabError, type ExitCode } from "../../homelab/values/error";

const help = `
The homelab of lab/homelab.yaml on this one Linux machine: a container for each guest at its planned address, the networks
and firewalls of the real one, bundles pushed by the real program over SSH, secrets from a file. Needs root; changes
nothing of this machine but its cache (XDG_CACHE_HOME, or /var/cache), and leaves nothing behind.

Examples:
  homelab lab                          all of it
  homelab lab --only redis             Redis, and whom it uses
  homelab lab --keep                   afterwards, look around: homelab lab --shell postgres
  homelab lab --junit results.xml      for a CI that shows tests`;

/** `homelab lab`: the rehearsal. */
export const lab = verb({
  configure: (command) =>
    command
      .option("--only <guests>", "push these alone, and whom they use", (text: string) => text.split(","))
      .option("--keep", "leave the lab when it is over")
      .option("--shell <guest>", "open a shell in a guest of the kept lab, or of a fresh one")
      .option("--junit <file>", "write the results as JUnit's XML")
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

/** Nothing is skipped: a check that cannot be made is no check that holds. */
function refuseMissing(lacking: readonly Prerequisite[]): void {
  if (lacking.length === 0) return;
  const lines = lacking.map(({ name, why }) => `  ${name}: ${why}.`);
  throw new HomelabError(["The lab lacks something on this machine, so nothing was made:", ...lines].join("\n"), {
    fix: [...new Set(lacking.map(({ fix }) => fix))].join("\n"),
  });
}
