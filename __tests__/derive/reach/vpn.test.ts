import { vpnPolicies } from "../../../homelab/derive";
import { views } from "../../../homelab/model";
import { assembled } from "../../support/assembled";

/** The policies of a group, as `admins -> nas 10.0.40.5 tcp 445 # nas.smb`. */
function policiesOf(group: string, keys: Readonly<Record<string, unknown>> = {}): readonly string[] {
  return views(assembled(keys).lab)(vpnPolicies)
    .filter((policy) => policy.group === group)
    .map(({ to, address, protocol, ports, reasons }) =>
      [to.name, address, protocol, ...(ports.length === 0 ? [] : [ports.join(",")]), "#", reasons.join(", ")].join(" "),
    );
}

const household = [
  "traefik 10.0.30.10 tcp 80,443 # traefik.web, traefik.websecure",
  "traefik 10.0.30.10 udp 443 # traefik.quic",
  "adguard 10.0.30.11 tcp 53,853 # adguard.dns, adguard.dot",
  "adguard 10.0.30.11 udp 53,853 # adguard.dnsUdp, adguard.doq",
  "netbird 10.0.30.12 udp 3478 # netbird.stun",
  "nas 10.0.40.5 tcp 445 # nas.smb",
  "homeassistant 192.168.1.10 tcp 8123 # home-assistant.http",
  "docker 10.0.40.10 tcp 32400 # plex.http",
  "pve 10.0.30.1 icmp # ping",
];

test("each group of people gets what the household gets, at the addresses that the VPN's guest uses", () => {
  expect(policiesOf("household")).toEqual(household);
  const friends = { groups: { friends: "Friends of the house" } };
  expect(policiesOf("friends", friends)).toEqual(household);
});

test("administrators get no more if the hosts' firewall would refuse it to the VPN's guest", () => {
  expect(policiesOf("admins")).toEqual(household);
});

test("only administrators get what operators get, if operators includes the VPN's guest", () => {
  const keys = { operators: ["192.168.1.0/24", "10.0.30.12"] };
  const [admins, others] = [policiesOf("admins", keys), policiesOf("household", keys)];
  expect(admins).toContain("pve 10.0.30.1 tcp 22,8006 # proxmox.https, proxmox.ssh");
  expect(admins).toContain("nas 10.0.40.5 tcp 22,445,5000,5001 # nas.http, nas.https, nas.smb, nas.ssh");
  expect(others).toEqual(household);
});

test("databases are in no policy, regardless of operators", () => {
  const everybody = policiesOf("admins", { operators: ["10.0.0.0/16", "192.168.1.0/24"] });
  const opened = everybody.filter((line) => !line.includes("icmp")).join("\n");
  expect(opened).not.toMatch(/postgres|mongodb|redis|minio/);
});

test("a homelab without the VPN has no policies", () => {
  expect(policiesOf("household", { guests: { netbird: { enabled: false } } })).toEqual([]);
});
