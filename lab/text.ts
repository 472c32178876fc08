/** The end of a program's output. */
export const lastLines = (text: string, count = 25): string => text.trimEnd().split("\n").slice(-count).join("\n");

/** A program's output, indented below a line of the lab. */
export const indented = (text: string): string =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => `      | ${line}`)
    .join("\n");
