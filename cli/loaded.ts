import { loadHomelab } from "../homelab/load";
import type { Homelab } from "../homelab/model";
import { formatProblems } from "../homelab/site";
import type { Terminal } from "./terminal";

/** Loads the homelab of a file, and prints its warnings. @throws InvalidSite */
export function loaded(file: string, { err }: Pick<Terminal, "err">): Homelab {
  const { document, lab, warnings } = loadHomelab(file);
  if (warnings.length > 0) err.line(formatProblems(document, warnings, err.paint));
  return lab;
}
