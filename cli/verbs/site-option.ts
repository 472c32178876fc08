import { Option, type Command } from "@commander-js/extra-typings";

const usual = "homelab.yaml";

/** Adds `--site`, which every verb that reads homelab.yaml has. */
export function addSiteOption(command: Command): Command<[], { site: string }> {
  const option = new Option("--site <file>", "homelab.yaml to read").default(usual);
  // Commander would use an empty variable as the name of the file.
  return command.addOption(process.env["HOMELAB"] === "" ? option : option.env("HOMELAB"));
}

/** The option that makes a printed command read the same file. */
export const siteOptionFor = (file: string): string => (file === usual ? "" : ` --site ${file}`);
