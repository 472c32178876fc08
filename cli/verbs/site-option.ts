import { Option, type Command } from "commander";

/** Adds `--site`, which every verb that reads homelab.yaml has. */
export function addSiteOption(command: Command): Command {
  const option = new Option("--site <file>", "the homelab to read").default("homelab.yaml");
  // Commander would take an empty variable for the name of a file.
  return command.addOption(process.env["HOMELAB"] === "" ? option : option.env("HOMELAB"));
}
