import { routerTodo } from "../../homelab/derive";
import type { Get, Homelab } from "../../homelab/model";
import { page, table } from "./markdown";

type Mode = Homelab["site"]["uplink"]["mode"];

const modes: readonly Mode[] = ["nat", "routed", "external"];

/** What each mode of the uplink means, for a user who considers another one. */
const differences: readonly (readonly [string, Readonly<Record<Mode, string>>])[] = [
  [
    "Gateway of the guests' networks",
    { nat: "the host", routed: "the host", external: "the router, by VLANs on its port to the host" },
  ],
  [
    "What the router has for them",
    { nat: "nothing", routed: "static routes through the transit network", external: "everything" },
  ],
  [
    "Who translates addresses for the internet",
    { nat: "the host, and then the router", routed: "the router", external: "the router" },
  ],
  [
    "Where the household finds a guest",
    {
      nat: "at the host's address, only forwarded ports",
      routed: "at its own address",
      external: "at its own address",
    },
  ],
  [
    "DNS answers on the LAN",
    { nat: "differ from the answers inside", routed: "are the same", external: "are the same" },
  ],
  ["DNS server that DHCP hands out", { nat: "the host's address", routed: "the guest's", external: "the guest's" }],
  ["Port forwards lead to", { nat: "the host", routed: "the guest", external: "the guest" }],
  [
    "Who filters between networks, in addition to the guests' own firewalls",
    { nat: "the host", routed: "the host, and the router for traffic through it", external: "the router" },
  ],
];

const parts = [
  { when: "before guests", heading: "Before the first guest" },
  { when: "when it runs", heading: "When the services run" },
] as const;

/** What has to be set on the home router by hand. */
export function routerPage(lab: Homelab, get: Get): string {
  const { mode } = lab.site.uplink;
  const todo = get(routerTodo);
  const tasks = parts.flatMap(({ when, heading }) => [
    `## ${heading}`,
    ...todo
      .filter((task) => task.when === when)
      .map(({ title, why, lines }) =>
        [`### ${title}`, why, lines.map((line) => `- [ ] ${line}`).join("\n")].join("\n\n"),
      ),
  ]);
  const rows = differences.map(([what, by]) => [what, ...modes.map((each) => by[each])]);
  return page(
    "The home router",
    [
      "Tasks that no stack can do, because they concern the router, its DHCP server or the provider of the domain. This list",
      `applies to \`uplink.mode: ${mode}\`. See [flows.md](flows.md) for all permitted flows, and [flows.csv](flows.csv) for the reason of each.`,
    ].join("\n"),
    ...tasks,
    `## The other modes\n\n${table(["", ...modes.map((each) => (each === mode ? `**\`${each}\`** (here)` : `\`${each}\``))], rows)}`,
  );
}
