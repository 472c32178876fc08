import { loadHomelab } from "../homelab/load";
import type { Homelab } from "../homelab/model";
import { formatProblems } from "../homelab/site";
import type { Terminal } from "./terminal";

/** The homelab of a file. What its user should know although it may be used is told. @throws InvalidSite */
export function loaded(file: string, { err }: Pick<Terminal, "err">): Homelab {
  const { document, lab, warnings } = loadHomelab(file);
  if (warnings.length > 0) err.line(formatProblems(document, warnings, err.paint));
  return lab;
}
