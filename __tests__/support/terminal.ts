import { createColors } from "picocolors";
import type { Channel, Terminal } from "../../cli/terminal";

/** A terminal without colours that remembers what was written. */
export function recordingTerminal(env: Terminal["env"] = {}): Terminal & { outText(): string; errText(): string } {
  const [out, err]: [string[], string[]] = [[], []];
  const channel = (lines: string[]): Channel => ({ line: (text) => void lines.push(text), paint: createColors(false) });
  return { out: channel(out), err: channel(err), env, outText: () => out.join("\n"), errText: () => err.join("\n") };
}
