/** nft takes at most 128 bytes, iptables 255; in both, a quote ends the comment and cannot be escaped. */
const longest = 120;

/** A comment that nft and iptables accept: short, printable ASCII without double quotes. */
export function ruleComment(text: string): string {
  const plain = text.replaceAll(/[^\x20-\x7e]/g, "?").replaceAll(/["\\]/g, "'");
  return plain.length <= longest ? plain : `${plain.slice(0, longest - 3)}...`;
}
