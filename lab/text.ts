/** The end of what a program has said. */
export const lastLines = (text: string, count = 25): string => text.trimEnd().split("\n").slice(-count).join("\n");

/** What a program has said, below a line of ours. */
export const indented = (text: string): string =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => `      | ${line}`)
    .join("\n");
