import { dns, routes, vpnPolicies } from "../../../homelab/derive";
import { views, type Homelab } from "../../../homelab/model";
import { assembled } from "../../support/assembled";

const external = {
  uplink: { mode: "external" },
  networks: Object.fromEntries(
    ["management", "database", "infrastructure", "apps"].map((name) => [name, { bridge: "vmbr0" }]),
  ),
};

const routed = {
  uplink: { mode: "routed", transit: "transit" },
  networks: { transit: { bridge: "vmbr0", vlan: 99, cidr: "10.0.99.0/30", routedBy: "router" } },
};

const namesOf = (lab: Homelab) => views(lab)(dns);

/** The answers for a name: inside, and on the LAN. */
function answers(lab: Homelab, name: string): readonly string[] {
  const found = namesOf(lab).records.filter((record) => record.name === name);
  return found.flatMap(({ address, outside }) => [address, outside]);
}

const reverseOf = (lab: Homelab, address: string): readonly string[] =>
  namesOf(lab)
    .reverse.filter((each) => each.address === address)
    .map(({ name }) => name);

const { lab } = assembled();

describe("behind a host that masquerades", () => {
  test("a web name leads to the proxy inside, and on the LAN to the host that forwards the proxy's ports", () => {
    expect(answers(lab, "plex.homelab.local")).toEqual(["10.0.30.10", "192.168.1.2"]);
  });

  test("the name of a machine itself always leads to that machine, never to the host that hides it", () => {
    expect(answers(lab, "nas.host.homelab.local")).toEqual(["10.0.40.5", "10.0.40.5"]);
    expect(answers(lab, "postgres.homelab.local")).toEqual(["10.0.20.10", "10.0.20.10"]);
  });

  test("a guest on the LAN and the host itself have the same address everywhere", () => {
    expect(answers(lab, "homeassistant.host.homelab.local")).toEqual(["192.168.1.10", "192.168.1.10"]);
    expect(answers(lab, "pve.host.homelab.local")).toEqual(["192.168.1.2", "192.168.1.2"]);
  });

  test("VPN peers, which come through a guest, reach the proxy at the inside answer", () => {
    const gateway = views(lab)(vpnPolicies).find(({ to }) => to.name === "traefik");
    expect(gateway?.address).toBe(answers(lab, "plex.homelab.local")[0]);
  });
});

test.each([
  ["static routes", routed],
  ["a router that owns every gateway", external],
])("with %s everybody is answered the same", (_, keys) => {
  const { records } = namesOf(assembled(keys).lab);
  expect(records.filter(({ address, outside }) => address !== outside)).toEqual([]);
});

describe("a web name and a guest of the same name", () => {
  test("the name is the web name, and the guest keeps its name below `host`", () => {
    expect(answers(lab, "grafana.homelab.local")[0]).toBe("10.0.30.10");
    expect(answers(lab, "grafana.host.homelab.local")[0]).toBe("10.0.30.14");
  });

  test("every name has one answer", () => {
    const names = namesOf(lab).records.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });
});

describe("a reverse lookup", () => {
  test("of a guest's address returns the guest's name, never a web name", () => {
    expect(reverseOf(lab, "10.0.30.10")).toEqual(["traefik.host.homelab.local"]);
  });

  test("of a host's gateway address returns the host", () => {
    expect(reverseOf(lab, "10.0.20.1")).toEqual(["pve.host.homelab.local"]);
    expect(reverseOf(lab, "192.168.1.1")).toEqual([]);
  });

  test("of a router's gateway address returns nothing", () => {
    expect(reverseOf(assembled(external).lab, "10.0.20.1")).toEqual([]);
  });

  test("returns one name for each address", () => {
    const addresses = namesOf(lab).reverse.map(({ address }) => address);
    expect(addresses).toEqual([...new Set(addresses)]);
  });
});

describe("a name that may be called from the internet", () => {
  const publicNames = (keys: Readonly<Record<string, unknown>>) =>
    new Set(
      views(assembled(keys).lab)(routes)
        .filter(({ exposure }) => exposure === "internet")
        .flatMap(({ fqdns }) => fqdns),
    );

  test("is for the house alone below a private domain, which public DNS cannot resolve", () => {
    expect(publicNames({ domain: "homelab.local" })).toEqual(new Set());
  });

  test("is the only kind with the exposure internet below a public domain", () => {
    expect(publicNames({ domain: "home.example.org" })).toEqual(
      new Set(["auth.home.example.org", "netbird.home.example.org"]),
    );
  });
});
