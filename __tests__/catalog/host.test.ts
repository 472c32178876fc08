import { proxmox } from "../../homelab/contracts";
import { guests } from "../../homelab/catalog/guests";
import { routes } from "../../homelab/derive";
import { views } from "../../homelab/model";
import { assembled, userOf } from "../support/assembled";

const nodes = {
  pve: { address: "192.168.1.2", threads: 24, memory: "64GB" },
  spare: { address: "192.168.1.3", threads: 8, memory: "32GB" },
};
const networks = Object.fromEntries(
  ["management", "database", "infrastructure", "apps"].map((name) => [name, { node: "pve" }]),
);

describe("a second PVE node", () => {
  const { lab, problems } = assembled({ pve: { nodes }, networks }, [
    userOf(guests.loki, { api: proxmox.api("audit") }),
  ]);

  test("causes no problem: the first node provides the API of the cluster", () => {
    expect(problems).toEqual([]);
    const api = lab.connections.find(({ consumer }) => consumer.service.name === "mine");
    expect(api?.provider.machine.name).toBe("pve");
  });

  test("has its own web interface, agent, package cache and clock", () => {
    const hosts = views(lab)(routes).flatMap((route) => route.fqdns);
    expect(hosts).toEqual(expect.arrayContaining(["pve.homelab.local", "pve-spare.homelab.local"]));
    const onSpare = lab.instances.filter(({ machine }) => machine.name === "spare").map(({ service }) => service.name);
    expect(onSpare).toEqual(expect.arrayContaining(["alloy", "apt-proxy", "ntp"]));
  });
});
