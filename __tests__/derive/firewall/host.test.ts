import { service, tcp, udp, webApi, type Service } from "../../../homelab";
import { declaredHomelab } from "../../../homelab/checks";
import { hostFirewalls } from "../../../homelab/derive";
import { views, type GuestSpec, type Homelab } from "../../../homelab/model";
import { minimalSite } from "../../support/assembled";
import { minimalHomelab } from "../../support/stacks";
import { unwatched } from "../../support/unwatched";

const lines = (lab: Homelab, node = "pve"): readonly string[] =>
  (views(lab)(hostFirewalls).find((one) => one.node.name === node)?.text ?? "").split("\n");

/** The rules of one chain. */
function chain(lab: Homelab, name: string, node?: string): readonly string[] {
  const all = lines(lab, node);
  const start = all.indexOf(`  chain ${name} {`);
  return start < 0 ? [] : all.slice(start + 1, all.indexOf("  }", start)).map((line) => line.trim());
}

const routed = [
  "networks: { transit: { bridge: vmbr0, vlan: 99, cidr: 10.0.99.0/30, routedBy: router } }",
  "uplink: { mode: routed, transit: transit }\n",
].join("\n");

test("the chain filters everything that enters or leaves our networks, by sets of flows", () => {
  expect(chain(minimalHomelab(), "forward")).toMatchInlineSnapshot(`
    [
      "type filter hook forward priority filter - 10; policy accept;",
      "iifname != @inside oifname != @inside accept comment "neither from nor to a network of ours"",
      "meta nfproto ipv6 counter drop comment "our networks have no IPv6"",
      "ct state established,related accept",
      "ct state invalid counter drop",
      "iifname . oifname { "vmbr1.10" . "vmbr1.10", "vmbr1.20" . "vmbr1.20", "vmbr1.30" . "vmbr1.30", "vmbr1.40" . "vmbr1.40" } accept comment "within one network: filtered at the guests' interfaces"",
      "iifname @inside iifname . ip saddr != @homes counter drop comment "source address of another network"",
      "iifname != @inside ip saddr @ours counter drop comment "source address of our networks, from outside"",
      "ip saddr . ip daddr . meta l4proto . th dport @permitted_ports accept comment "may open: single machines"",
      "ip saddr @household ip daddr . meta l4proto . th dport @household_ports accept comment "may open: household"",
      "ip saddr @guests ip daddr . meta l4proto . th dport @guests_ports accept comment "may open: guests"",
      "iifname "vmbr0" ip saddr != @site ip daddr . meta l4proto . th dport @internet_ports accept comment "may open: internet"",
      "ip saddr @operators ip daddr . meta l4proto . th dport @operators_ports accept comment "may open: operators"",
      "ip saddr @operators ip daddr @operators_pings icmp type echo-request accept comment "may ping: operators"",
      "ip saddr . ip daddr @permitted_pings icmp type echo-request accept comment "may ping: single machines"",
      "iifname { "vmbr1.10", "vmbr1.30", "vmbr1.40" } oifname "vmbr0" ip daddr != @site accept comment "to the internet"",
      "jump refused",
    ]
  `);
});

test("a masqueraded network is hidden from the house's network, and its ports are forwarded only from there", () => {
  const lab = minimalHomelab();
  expect(chain(lab, "hidden")).toContain('ip saddr @ours oifname "vmbr0" masquerade comment "behind this host"');
  expect(chain(lab, "published")).toContain(
    'iifname "vmbr0" ip daddr 192.168.1.2 udp dport 3478 dnat ip to 10.0.30.12 comment "netbird: netbird.stun"',
  );
});

test("a port that only a guest outside may open is forwarded for its address alone", () => {
  const lab = minimalHomelab("guests: { coolify: { network: lan, address: 192.168.1.20 } }\n");
  expect(chain(lab, "published").filter((line) => line.includes("dport 9090"))).toEqual([
    'iifname "vmbr0" ip daddr 192.168.1.2 ip saddr 192.168.1.20 tcp dport 9090 dnat ip to 10.0.30.14 comment "grafana: alloy-coolify.metrics"',
  ]);
});

test("if the house's network is a VLAN, forwarded ports match its bridge as well", () => {
  const lab = minimalHomelab("networks: { lan: { vlan: 5 } }\n");
  expect(chain(lab, "published")[1]).toMatch(/^iifname { "vmbr0", "vmbr0.5" } /);
  expect(chain(lab, "hidden")[1]).toContain('oifname "vmbr0.5"');
});

test("a routed uplink hides nothing, and the transit leads to the internet", () => {
  const lab = minimalHomelab(routed);
  expect(chain(lab, "hidden")).toEqual([]);
  expect(chain(lab, "published")).toEqual([]);
  expect(chain(lab, "forward").filter((line) => line.includes("vmbr0"))).toEqual([
    'iifname "vmbr0.99" ip saddr != @site ip daddr . meta l4proto . th dport @internet_ports accept comment "may open: internet"',
    'iifname { "vmbr1.10", "vmbr1.30", "vmbr1.40" } oifname "vmbr0.99" ip daddr != @site accept comment "to the internet"',
  ]);
});

test("no host forwards if a router owns every gateway", () => {
  const bridges = ["management", "database", "infrastructure", "apps"].map((name) => `${name}: { bridge: vmbr0 }`);
  const lab = minimalHomelab(`networks: { ${bridges.join(", ")} }\nuplink: { mode: external }\n`);
  expect(views(lab)(hostFirewalls)).toEqual([]);
});

test("nft accepts the comments: at most 128 bytes, printable, without quotes", () => {
  const comments = lines(minimalHomelab()).flatMap((line) => / comment (.*?),?$/.exec(line)?.[1] ?? []);
  expect(comments.length).toBeGreaterThan(100);
  expect(comments.filter((comment) => !/^"[\x20-\x21\x23-\x7e]{1,126}"$/.test(comment))).toEqual([]);
});

const guest = (name: string, network: string, number: number): GuestSpec => ({
  kind: "lxc",
  name,
  number,
  title: name,
  purpose: "an example",
  stack: "machines",
  networks: [network],
  octet: 10,
  image: "debian-13-lxc",
  cores: 1,
  memoryMiB: 512,
  diskGiB: 8,
  startup: { order: 1 },
  stateful: false,
});

const simple = (name: string, on: GuestSpec, more: Partial<Service>): Service => ({
  ...service({ name, title: name, description: "An example.", on, operations: unwatched }),
  ...more,
});

/** A database, an app that uses it, and a resolver for household and guests. */
function threeGuests(use = "db"): Homelab {
  const [data, app, dns] = [guest("data", "database", 1), guest("app", "apps", 2), guest("dns", "infrastructure", 3)];
  const services = [
    simple("store", data, { ports: { http: tcp(5432) }, provides: [webApi.contract] }),
    simple("shop", app, {
      ports: { http: tcp(8080, { zones: ["household"] }) },
      uses: { [use]: webApi.of("store") },
    }),
    simple("names", dns, { ports: { dns: udp(53, { zones: ["household", "guests"] }) } }),
  ];
  const { lab, problems } = declaredHomelab(minimalSite({ networks: { management: { enabled: false } } }), {
    guests: [data, app, dns],
    services,
  });
  expect(problems.filter(({ severity }) => severity !== "warning")).toEqual([]);
  return lab;
}

test("the whole file of a homelab of three guests", () => {
  expect(lines(threeGuests()).join("\n")).toMatchInlineSnapshot(`
    "table inet homelab
    delete table inet homelab

    table inet homelab {
      set inside {
        type ifname
        elements = {
          "vmbr1.20" comment "database",
          "vmbr1.30" comment "infrastructure",
          "vmbr1.40" comment "apps",
        }
      }

      set ours {
        type ipv4_addr
        flags interval
        auto-merge
        elements = {
          10.0.20.0/24 comment "database",
          10.0.30.0/24 comment "infrastructure",
          10.0.40.0/24 comment "apps",
        }
      }

      set homes {
        type ifname . ipv4_addr
        flags interval
        elements = {
          "vmbr1.20" . 10.0.20.0/24 comment "database",
          "vmbr1.30" . 10.0.30.0/24 comment "infrastructure",
          "vmbr1.40" . 10.0.40.0/24 comment "apps",
        }
      }

      set site {
        type ipv4_addr
        flags interval
        auto-merge
        elements = {
          192.168.1.0/24 comment "lan",
          10.0.20.0/24 comment "database",
          10.0.30.0/24 comment "infrastructure",
          10.0.40.0/24 comment "apps",
        }
      }

      set operators {
        type ipv4_addr
        flags interval
        auto-merge
        elements = {
          192.168.1.0/24 comment "operator",
        }
      }

      set household {
        type ipv4_addr
        flags interval
        auto-merge
        elements = {
          192.168.1.0/24 comment "lan",
        }
      }

      set guests {
        type ipv4_addr
        flags interval
        auto-merge
        elements = {
          10.0.20.10 comment "data",
          10.0.40.10 comment "app",
          10.0.30.10 comment "dns",
        }
      }

      set permitted_ports {
        type ipv4_addr . ipv4_addr . inet_proto . inet_service
        elements = {
          10.0.40.10 . 10.0.20.10 . tcp . 5432 comment "app to data: shop.db",
        }
      }

      set household_ports {
        type ipv4_addr . inet_proto . inet_service
        elements = {
          10.0.40.10 . tcp . 8080 comment "app: shop.http",
          10.0.30.10 . udp . 53 comment "dns: names.dns",
        }
      }

      set guests_ports {
        type ipv4_addr . inet_proto . inet_service
        elements = {
          10.0.30.10 . udp . 53 comment "dns: names.dns",
        }
      }

      set operators_pings {
        type ipv4_addr
        elements = {
          10.0.20.10 comment "data: ping",
          10.0.40.10 comment "app: ping",
          10.0.30.10 comment "dns: ping",
        }
      }

      chain zones {
        type filter hook prerouting priority raw; policy accept;
        iifname "fwbr*" ct zone set 1 comment "bridges of the guests' firewalls"
      }

      chain forward {
        type filter hook forward priority filter - 10; policy accept;
        iifname != @inside oifname != @inside accept comment "neither from nor to a network of ours"
        meta nfproto ipv6 counter drop comment "our networks have no IPv6"
        ct state established,related accept
        ct state invalid counter drop
        iifname . oifname { "vmbr1.20" . "vmbr1.20", "vmbr1.30" . "vmbr1.30", "vmbr1.40" . "vmbr1.40" } accept comment "within one network: filtered at the guests' interfaces"
        iifname @inside iifname . ip saddr != @homes counter drop comment "source address of another network"
        iifname != @inside ip saddr @ours counter drop comment "source address of our networks, from outside"
        ip saddr . ip daddr . meta l4proto . th dport @permitted_ports accept comment "may open: single machines"
        ip saddr @household ip daddr . meta l4proto . th dport @household_ports accept comment "may open: household"
        ip saddr @guests ip daddr . meta l4proto . th dport @guests_ports accept comment "may open: guests"
        ip saddr @operators ip daddr @operators_pings icmp type echo-request accept comment "may ping: operators"
        iifname { "vmbr1.30", "vmbr1.40" } oifname "vmbr0" ip daddr != @site accept comment "to the internet"
        jump refused
      }

      chain refused {
        limit rate 10/minute burst 20 packets log prefix "homelab refused: " level info
        iifname @inside counter reject with icmp admin-prohibited comment "no flow rule"
        counter drop comment "no flow rule"
      }

      chain published {
        type nat hook prerouting priority dstnat; policy accept;
        iifname "vmbr0" ip daddr 192.168.1.2 tcp dport 8080 dnat ip to 10.0.40.10 comment "app: shop.http"
        iifname "vmbr0" ip daddr 192.168.1.2 udp dport 53 dnat ip to 10.0.30.10 comment "dns: names.dns"
      }

      chain hidden {
        type nat hook postrouting priority srcnat; policy accept;
        ip saddr @ours oifname "vmbr0" masquerade comment "behind this host"
      }
    }
    "
  `);
});

test("a quote in a user's key does not end the comment around it", () => {
  expect(lines(threeGuests('the "big" one\u00e9')).find((line) => line.includes("5432"))).toBe(
    "      10.0.40.10 . 10.0.20.10 . tcp . 5432 comment \"app to data: shop.the 'big' one?\",",
  );
});
