import {
  inRole,
  isManaged,
  isNone,
  isPublic,
  view,
  type Audience,
  type Machine,
  type Homelab,
  type Instance,
  type Listen,
  type Service,
} from "../../model";

/** Who opens a connection: one instance of a service, or everybody of an audience. */
export type FlowSource = { readonly instance: Instance } | { readonly audience: Audience };

/**
 * What a flow follows from: a Use, a web name that the gateway routes, one that the internet may call, a client of the
 * sign-on, a monitor, a port that an audience may reach, or a ping.
 */
export type FlowKind = "use" | "web" | "public" | "signOn" | "monitor" | "audience" | "ping";

/** One thing that is permitted: who may open a connection to which port of whom, why, and which line says so. */
export interface Flow {
  readonly kind: FlowKind;
  readonly from: FlowSource;
  readonly to: Machine;
  /** What answers; absent for a ping, which the guest itself answers. */
  readonly service?: Service;
  /** `icmp` is an echo request, and has no port. */
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly port?: number;
  /** A phrase: `n8n.db`, `web n8n`, `watched postgres`, `traefik.websecure`, `ping`. */
  readonly reason: string;
  /** Where it is declared: `n8n.uses.db`, for a file of the user's own with its place before it. */
  readonly declared: string;
}

/**
 * Every permitted flow, those inside one guest included, in order of declaration. Everything that admits or refuses
 * packets (the guests' firewalls, the hosts' tables, the Docker hosts' chains, the VPN's policies) and every page about
 * them is rendered from this list and nothing else.
 */
export const flows = view("flows", (lab): readonly Flow[] => [
  ...uses(lab),
  ...web(lab),
  ...signOn(lab),
  ...watched(lab),
  ...audiences(lab),
  ...pings(lab),
]);

/** Who may ping: whoever looks for a fault, and the watcher. */
export function pingSources(lab: Homelab): readonly FlowSource[] {
  const watcher = inRole(lab, "watcher");
  return [{ audience: "operators" }, { audience: "hosts" }, ...(watcher === undefined ? [] : [{ instance: watcher }])];
}

function uses({ connections }: Homelab): Flow[] {
  return connections.map(({ consumer, key, provider, listen }) =>
    flow({ instance: consumer }, provider, listen, {
      kind: "use",
      reason: `${consumer.service.name}.${key}`,
      declared: declared(consumer.service, `uses.${key}`),
    }),
  );
}

/** The gateway opens what it routes, and is open to the internet for names that are public. */
function web(lab: Homelab): Flow[] {
  const gateway = inRole(lab, "gateway");
  if (gateway === undefined) return [];
  const door = gateway.service.listens["websecure"];
  return lab.instances.flatMap((instance) =>
    instance.service.web.flatMap((page) => {
      const { host, listen = "http" } = page;
      const where = declared(instance.service, `web.${host}`);
      const target = instance.service.listens[listen];
      return [
        ...(target === undefined
          ? []
          : [flow({ instance: gateway }, instance, target, { kind: "web", reason: `web ${host}`, declared: where })]),
        ...(door !== undefined && isPublic(page, lab.site)
          ? [
              flow({ audience: "internet" }, gateway, door, {
                kind: "public",
                reason: `public ${host}`,
                declared: where,
              }),
            ]
          : []),
      ];
    }),
  );
}

/** An OpenID Connect client asks the sign-on itself, by its public name: through the gateway. */
function signOn(lab: Homelab): Flow[] {
  const gateway = inRole(lab, "gateway");
  const door = gateway?.service.listens["websecure"];
  if (gateway === undefined || door === undefined || inRole(lab, "signOn") === undefined) return [];
  return lab.instances.flatMap((instance) =>
    instance.service.web
      .filter(({ signOn: { mode } }) => mode === "oidc")
      .map(({ host }) =>
        flow({ instance }, gateway, door, {
          kind: "signOn",
          reason: `sign-on ${host}`,
          declared: declared(instance.service, `web.${host}`),
        }),
      ),
  );
}

function watched(lab: Homelab): Flow[] {
  const watcher = inRole(lab, "watcher");
  if (watcher === undefined) return [];
  return lab.instances.flatMap((instance) => {
    const { uptime } = instance.service.operations;
    const listen = isNone(uptime) ? undefined : instance.service.listens[uptime.listen];
    return listen === undefined
      ? []
      : [
          flow({ instance: watcher }, instance, listen, {
            kind: "monitor",
            reason: `watched ${instance.service.name}`,
            declared: declared(instance.service, "operations.uptime"),
          }),
        ];
  });
}

function audiences({ instances }: Homelab): Flow[] {
  return instances.flatMap((instance) =>
    Object.entries(instance.service.listens).flatMap(([key, listen]) =>
      listen.audience.map((audience) =>
        flow({ audience }, instance, listen, {
          kind: "audience",
          reason: `${instance.service.name}.${key}`,
          declared: declared(instance.service, `listens.${key}`),
        }),
      ),
    ),
  );
}

/** Guests of ours answer those who look for a fault; a host answers all of them, being their gateway. */
function pings(lab: Homelab): Flow[] {
  const sources = pingSources(lab);
  const toHosts: readonly FlowSource[] = [...sources, { audience: "guests" }, { audience: "household" }];
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
  { protocol, port }: Listen,
  because: Pick<Flow, "kind" | "reason" | "declared">,
): Flow {
  return { from, to, service, protocol, port, ...because };
}

function declared({ name, source, declaredAt }: Service, part: string): string {
  const place = source === undefined ? declaredAt?.join(".") : `${source.file}:${source.position.line}`;
  return place === undefined ? `${name}.${part}` : `${place} ${name}.${part}`;
}
