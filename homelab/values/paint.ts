/** Functions that colour text, shaped like picocolors. */
export type Paint = Readonly<Record<"bold" | "dim" | "red" | "yellow" | "green", (text: string) => string>>;

const plain = (text: string): string => text;

/** For a place that shows no colour. */
export const noPaint: Paint = { bold: plain, dim: plain, red: plain, yellow: plain, green: plain };

/** A fix as people read it; of several, each has a line. Nothing else writes the word. */
export const fixLine = (fix: string, paint: Paint = noPaint): string =>
  fix
    .split("\n")
    .map((each) => `${paint.green("Fix:")} ${each}`)
    .join("\n");
