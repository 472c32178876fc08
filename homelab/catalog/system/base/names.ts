import { calledNames, hostLabel, resolversOf } from "../../../derive";
import type { BundlePart, Context } from "../../../model";

/**
 * The homelab owns both files of a container; the `.pve-ignore` files stop Proxmox VE from writing them. Names that its
 * services call are in /etc/hosts, so that no service needs a resolver to find its database. A virtual machine gets
 * both files at its first boot, and its own resolver maintains them.
 */
export function names({ site, lab, guest, get }: Context): BundlePart {
  if (guest.kind !== "lxc") return {};
  const own = `${guest.hostname}.${hostLabel}.${site.domain}`;
  const lines = [
    "127.0.0.1 localhost",
    `${guest.address} ${own} ${guest.hostname}`,
    "::1 localhost ip6-localhost ip6-loopback",
    ...(get(calledNames).get(guest) ?? []).map(({ address, name }) => `${address} ${name}`),
  ];
  const resolvers = resolversOf(lab, guest).map((address) => `nameserver ${address}`);
  return {
    files: [
      { path: "/etc/.pve-ignore.hosts", content: "" },
      { path: "/etc/.pve-ignore.resolv.conf", content: "" },
      { path: "/etc/hosts", content: `${lines.join("\n")}\n` },
      {
        path: "/etc/resolv.conf",
        content: `${[`search ${site.domain}`, ...resolvers, "options timeout:1 attempts:2"].join("\n")}\n`,
      },
    ],
  };
}
