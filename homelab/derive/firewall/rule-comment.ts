/** nft takes at most 128 bytes, iptables 255; both end at a quote, and know no way to write one. */
const longest = 120;

/** A comment as nft and iptables take it: short, printable ASCII without quotes. */
export function ruleComment(text: string): string {
  const plain = text.replaceAll(/[^\x20-\x7e]/g, "?").replaceAll(/["\\]/g, "'");
  return plain.length <= longest ? plain : `${plain.slice(0, longest - 3)}...`;
}
