import { Option, type Command } from "commander";

/** Adds `--site`, which every verb that reads homelab.yaml has. */
export function addSiteOption(command: Command): Command {
  return command.addOption(new Option("--site <file>", "the homelab to read").env("HOMELAB").default("homelab.yaml"));
}
