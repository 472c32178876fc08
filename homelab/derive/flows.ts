import { inRole, isNone, view, type Audience, type Guest, type Homelab, type Instance, type Listen } from "../model";

/** One end of a flow: a guest, or everybody of an audience. */
export type FlowEnd = { readonly guest: string } | { readonly audience: Audience };

/** One permission: who may open a connection to which port of whom, and why. */
export interface Flow {
  readonly from: FlowEnd;
  /** Guest name of the destination. */
  readonly to: string;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  /** Each reason once, sorted: the consumer's own key (`n8n.db`), `web n8n`, `watched`, or the port's name. */
  readonly reasons: readonly string[];
}

interface Grant {
  readonly from: FlowEnd;
  readonly to: Guest;
  readonly listen: Listen;
  readonly reason: string;
}

/**
 * Every permitted flow between different guests, merged to one per (source, destination, protocol, port). Everything
 * that admits or refuses packets is rendered from this list and nothing else.
 */
export const flows = view("flows", (lab): readonly Flow[] =>
  merge([...uses(lab), ...web(lab), ...watched(lab), ...audiences(lab)]),
);

/** Text of one end, for rules, comments and tables. */
export function endName(end: FlowEnd): string {
  return "guest" in end ? end.guest : end.audience;
}

function uses({ connections }: Homelab): Grant[] {
  return connections.map(({ consumer, key, provider, listen }) => ({
    from: { guest: consumer.guest.name },
    to: provider.guest,
    listen,
    reason: `${consumer.service.name}.${key}`,
  }));
}

function web(lab: Homelab): Grant[] {
  const gateway = inRole(lab, "gateway");
  if (gateway === undefined) return [];
  return lab.instances.flatMap((instance) =>
    instance.service.web.flatMap(({ host, listen = "http" }) => grant(gateway, instance, listen, `web ${host}`)),
  );
}

function watched(lab: Homelab): Grant[] {
  const watcher = inRole(lab, "watcher");
  if (watcher === undefined) return [];
  return lab.instances.flatMap((instance) => {
    const { uptime } = instance.service.operations;
    return isNone(uptime) ? [] : grant(watcher, instance, uptime.listen, `watched ${instance.service.name}`);
  });
}

function grant(from: Instance, to: Instance, key: string, reason: string): Grant[] {
  const listen = to.service.listens[key];
  return listen === undefined ? [] : [{ from: { guest: from.guest.name }, to: to.guest, listen, reason }];
}

function audiences({ instances }: Homelab): Grant[] {
  return instances.flatMap(({ service, guest }) =>
    Object.entries(service.listens).flatMap(([key, listen]) =>
      listen.audience.map((audience) => ({ from: { audience }, to: guest, listen, reason: `${service.name}.${key}` })),
    ),
  );
}

/** Flows inside one guest need no permission; what only its own guest may use is never one. */
function merge(grants: readonly Grant[]): Flow[] {
  const found = new Map<string, { readonly flow: Omit<Flow, "reasons">; readonly reasons: Set<string> }>();
  for (const { from, to, listen, reason } of grants) {
    if (endName(from) === to.name || listen.local) continue;
    const flow = { from, to: to.name, protocol: listen.protocol, port: listen.port };
    const key = `${endName(from)} ${to.name} ${listen.protocol} ${listen.port}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { flow, reasons: new Set([reason]) });
    else known.reasons.add(reason);
  }
  return [...found.values()].map(({ flow, reasons }) => ({ ...flow, reasons: [...reasons].toSorted() }));
}
