import type { Homelab } from "../../homelab/model";
import { stackFaults } from "../support/provider-schema";
import { externalUplink, minimalHomelab, shippedHomelab, stackDocuments } from "../support/stacks";

// The providers must accept every stack of every homelab.yaml.

const secondNode = `    pve2: { address: 192.168.1.3, threads: 8, memory: 32GB }
networks:
  management: { node: pve }
  database: { node: pve }
  infrastructure: { node: pve }
  apps: { node: pve }
  more: { bridge: vmbr1, vlan: 60, cidr: 10.0.60.0/24, node: pve2 }
guests:
  loki: { node: pve2, network: more }
`;

const webApp = "webApps:\n  myapp: { databases: [postgres, mongodb], redis: [sessions, cache], uploads: true }\n";

const mail = "smtp: { provider: mailgun, from: lab@example.org, username: lab }\n";

const acme = "domain: example.org\ntls: { mode: acme, email: operator@example.org, dnsProvider: cloudflare }\n";

const adopted = "guests:\n  homeassistant: { adopt: true }\n  postgres: { adopt: true, vmid: 300 }\n";

const homelabs: readonly (readonly [string, () => Homelab])[] = [
  ["the shipped homelab", () => shippedHomelab()],
  ["the minimal homelab", () => minimalHomelab()],
  ["two nodes", () => minimalHomelab(secondNode)],
  [
    "adopted guests, a web app, mail through a smarthost, and backups on a datastore of the host",
    () => minimalHomelab(`${adopted}${webApp}${mail}backup: { datastore: backups }\n`),
  ],
  ["an uplink that a router owns", () => minimalHomelab(externalUplink)],
  [
    "certificates by ACME, state in S3, and a NAS that is ready",
    () =>
      minimalHomelab(`${acme}state: { backend: s3, s3: { bucket: state, region: us-east-1 } }\nnas: { ready: true }\n`),
  ],
];

test.each(homelabs)("the providers accept %s", (_, lab) => {
  const faults = Object.entries(stackDocuments(lab())).flatMap(([name, document]) =>
    stackFaults(document).map((fault) => `${name}: ${fault}`),
  );
  expect(faults).toEqual([]);
});
