/** A filter list of AdGuard's registry (client/src/helpers/filters/filters.ts of AdGuard Home), by its number there. */
export interface Filter {
  readonly id: number;
  readonly name: string;
}

/**
 * Lists against ads, trackers and malware, each known for few false positives, so that the household does not notice
 * them. Together they have some 250,000 rules, which fit into a guest of 512 MB; the large lists of the registry have a
 * million.
 */
export const filters: readonly Filter[] = [
  // Ads and trackers: AdGuard's own list, made for DNS from browser lists.
  { id: 1, name: "AdGuard DNS filter" },
  // Pop-up windows, which the first list leaves out.
  { id: 59, name: "AdGuard DNS Popup Hosts filter" },
  // Its rule is to break nothing; it fills gaps of the first list.
  { id: 5, name: "OISD Blocklist Small" },
  // Sites that currently distribute malware, from abuse.ch.
  { id: 11, name: "Malicious URL Blocklist (URLHaus)" },
  // Sites that imitate others to steal passwords.
  { id: 30, name: "Phishing URL Blocklist (PhishTank and OpenPhish)" },
  // Installers and extensions that install more than they announce.
  { id: 50, name: "uBlock₀ filters – Badware risks" },
];

export const addressOf = ({ id }: Filter): string =>
  `https://adguardteam.github.io/HostlistsRegistry/assets/filter_${id}.txt`;
