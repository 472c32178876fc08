/** A Markdown table; cells contain Markdown. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A page below docs/generated, with a note that it is computed. */
export function page(title: string, introduction: string, ...parts: readonly string[]): string {
  const note = "<!-- Computed from homelab.yaml and the catalog by `npm run docs`. Changes belong there. -->";
  return `${[note, `# ${title}`, introduction, ...parts].join("\n\n")}\n`;
}

/** Text as code; empty for an empty text. */
export const code = (text: string): string => (text === "" ? "" : `\`${text}\``);

/** A list inside a cell. */
export const lines = (items: readonly string[]): string => items.join("<br>");
