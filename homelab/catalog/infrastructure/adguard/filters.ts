/** A filter list of AdGuard's registry (client/src/helpers/filters/filters.ts of AdGuard Home), by its number there. */
export interface Filter {
  readonly id: number;
  readonly name: string;
}

/**
 * Lists that the household does not notice: ads, trackers and malware, each known for few mistakes. Some 250,000 rules
 * together, which leaves a guest of 512 MB its room; the big ones of the registry have a million.
 */
export const filters: readonly Filter[] = [
  // Ads and trackers: AdGuard's own, made for DNS from the lists of browsers.
  { id: 1, name: "AdGuard DNS filter" },
  // Windows that open by themselves, which the first one leaves out.
  { id: 59, name: "AdGuard DNS Popup Hosts filter" },
  // Its rule is that nothing breaks; it closes gaps of the first.
  { id: 5, name: "OISD Blocklist Small" },
  // Sites that hand out malware at this moment, from abuse.ch.
  { id: 11, name: "Malicious URL Blocklist (URLHaus)" },
  // Sites that ask for passwords in the name of others.
  { id: 30, name: "Phishing URL Blocklist (PhishTank and OpenPhish)" },
  // Installers and extensions that bring more than they say.
  { id: 50, name: "uBlock₀ filters – Badware risks" },
];

export const addressOf = ({ id }: Filter): string =>
  `https://adguardteam.github.io/HostlistsRegistry/assets/filter_${id}.txt`;
