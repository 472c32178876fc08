import { ruleComment } from "./rule-comment";

// The text of nft files, for versions 1.0.6 (Debian 12, Proxmox VE 8) and later. 1.0.6 requires the closing brace of a
// block on a separate line.

export interface NftElement {
  /** `10.0.20.10`, or parts joined by ` . `. */
  readonly value: string;
  readonly comment?: string;
}

export interface NftSet {
  readonly name: string;
  /** `ipv4_addr`, or parts joined by ` . `. */
  readonly type: string;
  /** Elements may be networks. */
  readonly intervals?: boolean;
  readonly elements: readonly NftElement[];
}

export interface NftRule {
  /** Matches and verdict. */
  readonly rule: string;
  readonly comment?: string;
}

export interface NftChain {
  readonly name: string;
  /** `type filter hook forward priority filter - 10; policy accept;`; absent for a chain that is only jumped to. */
  readonly hook?: string;
  readonly rules: readonly NftRule[];
}

/** Text of one table. Loading it replaces the table of that name atomically and touches no other. */
export function nftTable(name: string, sets: readonly NftSet[], chains: readonly NftChain[]): string {
  const blocks = [...sets.map(setText), ...chains.map(chainText)];
  return [`table ${name}`, `delete table ${name}`, "", `table ${name} {`, blocks.join("\n\n"), "}", ""].join("\n");
}

/** An anonymous set inside a rule. */
export function oneOf(values: readonly string[]): string {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : `{ ${values.join(", ")} }`;
}

/** A text in quotes: the name of an interface, or a comment. */
export function quoted(name: string): string {
  return `"${name}"`;
}

function setText({ name, type, intervals = false, elements }: NftSet): string {
  return block(`set ${name}`, [
    `type ${type}`,
    // nft cannot merge networks in elements of several parts; there is no need to.
    ...(intervals ? ["flags interval", ...(type.includes(" . ") ? [] : ["auto-merge"])] : []),
    "elements = {",
    ...elements.map(({ value, comment }) => `  ${value}${commentText(comment)},`),
    "}",
  ]);
}

function chainText({ name, hook, rules }: NftChain): string {
  const lines = rules.map(({ rule, comment }) => `${rule}${commentText(comment)}`);
  return block(`chain ${name}`, hook === undefined ? lines : [hook, ...lines]);
}

function commentText(comment: string | undefined): string {
  return comment === undefined ? "" : ` comment ${quoted(ruleComment(comment))}`;
}

function block(head: string, lines: readonly string[]): string {
  return [`  ${head} {`, ...lines.map((line) => `    ${line}`), "  }"].join("\n");
}
