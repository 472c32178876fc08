/** Functions that colour text, with the same names as in picocolors. */
export type Paint = Readonly<Record<"bold" | "dim" | "red" | "yellow" | "green", (text: string) => string>>;

const plain = (text: string): string => text;

/** For output without colour. */
export const noPaint: Paint = { bold: plain, dim: plain, red: plain, yellow: plain, green: plain };

/** A fix as people read it; several fixes have one line each. Only this function writes the word `Fix:`. */
export const fixLine = (fix: string, paint: Paint = noPaint): string =>
  fix
    .split("\n")
    .map((each) => `${paint.green("Fix:")} ${each}`)
    .join("\n");
