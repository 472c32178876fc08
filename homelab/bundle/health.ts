import { isNone, urlOf, type BundleHealth, type BundlePart, type Instance } from "../model";

/** The test whether a service works after a change, from the health check that it declares. */
export function healthOf({ service, machine }: Instance): BundlePart {
  const { health } = service.operations;
  if (isNone(health)) return {};
  const { startSeconds: seconds = 60 } = health;
  const named = (command: readonly string[]): BundlePart => ({
    health: [{ name: `${service.title} works`, command, seconds } satisfies BundleHealth],
  });
  if ("command" in health) return named(health.command);
  const port = service.ports[health.port];
  if (port === undefined) return {};
  const host = port.local || machine.kind === "node" ? "127.0.0.1" : machine.address;
  if (health.path === undefined) return named(["bash", "-c", `: </dev/tcp/${host}/${port.number}`]);
  const url = `${urlOf({ address: host, port: port.number, tls: port.tls })}${health.path}`;
  return {
    packages: ["curl"],
    ...named(["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", url]),
  };
}
