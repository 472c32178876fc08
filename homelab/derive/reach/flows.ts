import {
  inRole,
  isManaged,
  isNone,
  isPublic,
  view,
  type Zone,
  type Machine,
  type Homelab,
  type Instance,
  type ServicePort,
  type Service,
} from "../../model";

/** Who opens a connection: one instance of a service, or any member of a zone. */
export type FlowSource = { readonly instance: Instance } | { readonly zone: Zone };

/**
 * What a flow follows from: a Use, a web name that the proxy routes, a web name that the internet may call, a client of
 * the sign-on, a monitor, a port that a zone may reach, or a ping.
 */
export type FlowKind = "use" | "web" | "public" | "signOn" | "monitor" | "zone" | "ping";

/** One permitted connection: who may open it, to which port of which machine, why, and where it is declared. */
export interface Flow {
  readonly kind: FlowKind;
  readonly from: FlowSource;
  readonly to: Machine;
  /** The service that answers; absent for a ping, which the machine itself answers. */
  readonly service?: Service;
  /** `icmp` is an echo request, and has no port. */
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly port?: number;
  /** A short text: `n8n.db`, `web n8n`, `watched postgres`, `traefik.websecure`, `ping`. */
  readonly reason: string;
  /** Where it is declared: `n8n.uses.db`; in a user's file, preceded by file and line. */
  readonly declared: string;
}

/**
 * Every permitted flow, including those inside one machine, in order of declaration. Everything that admits or refuses
 * packets (the guests' firewalls, the hosts' tables, the Docker hosts' chains, the VPN's policies) and every page about
 * them is rendered from this list alone.
 */
export const flows = view("flows", (lab): readonly Flow[] => [
  ...uses(lab),
  ...web(lab),
  ...signOn(lab),
  ...watched(lab),
  ...zones(lab),
  ...pings(lab),
]);

/** Who may ping: operators and hosts, from where faults are looked for, and the watcher. */
export function pingSources(lab: Homelab): readonly FlowSource[] {
  const watcher = inRole(lab, "watcher");
  return [{ zone: "operators" }, { zone: "hosts" }, ...(watcher === undefined ? [] : [{ instance: watcher }])];
}

function uses({ connections }: Homelab): Flow[] {
  return connections.map(({ consumer, key, provider, port }) =>
    flow({ instance: consumer }, provider, port, {
      kind: "use",
      reason: `${consumer.service.name}.${key}`,
      declared: declared(consumer.service, `uses.${key}`),
    }),
  );
}

/** The proxy connects to what it routes, and the internet to the proxy if a name is public. */
function web(lab: Homelab): Flow[] {
  const proxy = inRole(lab, "proxy");
  if (proxy === undefined) return [];
  const websecure = proxy.service.ports["websecure"];
  return lab.instances.flatMap((instance) =>
    instance.service.web.flatMap((page) => {
      const { subdomain, port = "http" } = page;
      const where = declared(instance.service, `web.${subdomain}`);
      const target = instance.service.ports[port];
      return [
        ...(target === undefined
          ? []
          : [
              flow({ instance: proxy }, instance, target, { kind: "web", reason: `web ${subdomain}`, declared: where }),
            ]),
        ...(websecure !== undefined && isPublic(page, lab.site)
          ? [
              flow({ zone: "internet" }, proxy, websecure, {
                kind: "public",
                reason: `public ${subdomain}`,
                declared: where,
              }),
            ]
          : []),
      ];
    }),
  );
}

/** An OpenID Connect client calls the sign-on by its public name, so through the proxy. */
function signOn(lab: Homelab): Flow[] {
  const proxy = inRole(lab, "proxy");
  const websecure = proxy?.service.ports["websecure"];
  if (proxy === undefined || websecure === undefined || inRole(lab, "signOn") === undefined) return [];
  return lab.instances.flatMap((instance) =>
    instance.service.web
      .filter(({ signOn: { mode } }) => mode === "oidc")
      .map(({ subdomain }) =>
        flow({ instance }, proxy, websecure, {
          kind: "signOn",
          reason: `sign-on ${subdomain}`,
          declared: declared(instance.service, `web.${subdomain}`),
        }),
      ),
  );
}

function watched(lab: Homelab): Flow[] {
  const watcher = inRole(lab, "watcher");
  if (watcher === undefined) return [];
  return lab.instances.flatMap((instance) => {
    const { uptime } = instance.service.operations;
    const port = isNone(uptime) ? undefined : instance.service.ports[uptime.port];
    return port === undefined
      ? []
      : [
          flow({ instance: watcher }, instance, port, {
            kind: "monitor",
            reason: `watched ${instance.service.name}`,
            declared: declared(instance.service, "operations.uptime"),
          }),
        ];
  });
}

function zones({ instances }: Homelab): Flow[] {
  return instances.flatMap((instance) =>
    Object.entries(instance.service.ports).flatMap(([key, port]) =>
      port.zones.map((zone) =>
        flow({ zone }, instance, port, {
          kind: "zone",
          reason: `${instance.service.name}.${key}`,
          declared: declared(instance.service, `ports.${key}`),
        }),
      ),
    ),
  );
}

/** Managed guests answer `pingSources`. A host also answers guests and household, because it may be their gateway. */
function pings(lab: Homelab): Flow[] {
  const sources = pingSources(lab);
  const toHosts: readonly FlowSource[] = [...sources, { zone: "guests" }, { zone: "household" }];
  return [...lab.machines.values()]
    .filter((machine) => machine.kind === "node" || isManaged(machine))
    .flatMap((to) =>
      (to.kind === "node" ? toHosts : sources).map((from) => ({
        kind: "ping" as const,
        from,
        to,
        protocol: "icmp" as const,
        reason: "ping",
        declared: "homelab/derive/reach/flows.ts",
      })),
    );
}

function flow(
  from: FlowSource,
  { machine: to, service }: Instance,
  { protocol, number }: ServicePort,
  because: Pick<Flow, "kind" | "reason" | "declared">,
): Flow {
  return { from, to, service, protocol, port: number, ...because };
}

function declared({ name, source, declaredAt }: Service, part: string): string {
  const place = source === undefined ? declaredAt?.join(".") : `${source.file}:${source.position.line}`;
  return place === undefined ? `${name}.${part}` : `${place} ${name}.${part}`;
}
