import { Option, type Command } from "@commander-js/extra-typings";

const usual = "homelab.yaml";

/** Adds `--site`, which every verb that reads homelab.yaml has. */
export function addSiteOption(command: Command): Command<[], { site: string }> {
  const option = new Option("--site <file>", "the homelab to read").default(usual);
  // Commander would take an empty variable for the name of a file.
  return command.addOption(process.env["HOMELAB"] === "" ? option : option.env("HOMELAB"));
}

/** What a command that is shown needs to read the same file. */
export const siteOptionFor = (file: string): string => (file === usual ? "" : ` --site ${file}`);
