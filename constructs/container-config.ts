import type { ContainerConfig, ContainerMounts } from "@cdktf/provider-docker/lib/container";
import type { ContainerSettings, DockerHealth, DockerMount, DockerPort } from "./container-settings";
import { literal } from "./literal";

/** Provider configuration of a container, except its image. */
export function containerConfig(props: ContainerSettings): Omit<ContainerConfig, "image"> {
  const stopSeconds = props.stopSeconds ?? 30;
  return {
    name: props.name,
    ...process(props),
    ...limits(props),
    ...isolation(props),
    ...attachments(props),
    labels: labels(props),
    ...(props.health !== undefined && { healthcheck: health(props.health) }),
    restart: "unless-stopped",
    stopTimeout: stopSeconds,
    // Without it the provider kills the container at once.
    destroyGraceSeconds: stopSeconds,
    start: props.started ?? true,
    // With the default, a plan alone deletes a container that is not running.
    mustRun: false,
    // Ports are read from the running container: every plan would replace a stopped one.
    ...(props.started === false && { lifecycle: { ignoreChanges: ["ports"] } }),
  };
}

function process(props: ContainerSettings) {
  const { command, entrypoint, env, user, hostname, init } = props;
  return {
    ...(command !== undefined && { command: literal([...command]) }),
    ...(entrypoint !== undefined && { entrypoint: literal([...entrypoint]) }),
    ...(env !== undefined && { env: literal(pairs(env).map(([name, value]) => `${name}=${value}`)) }),
    user,
    hostname,
    init: init ?? false,
  };
}

function limits({ memoryMiB, cpus, shmMiB }: ContainerSettings) {
  return {
    memory: memoryMiB,
    // Without it Docker sets twice the memory, and the provider then sees a difference in every plan.
    memorySwap: memoryMiB,
    // The provider crashes with its own `cpus` (it reads a string as a number).
    cpuPeriod: 100_000,
    cpuQuota: Math.round(cpus * 100_000),
    shmSize: shmMiB,
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
  };
}

function isolation(props: ContainerSettings) {
  const { capabilities, privileged, pid } = props;
  const seesHost = privileged === true || pid === "host";
  const securityOpts = [
    ...(props.noNewPrivileges === false ? [] : ["no-new-privileges"]),
    // Docker itself adds it to such containers.
    ...(seesHost ? ["label=disable"] : []),
  ];
  return {
    readOnly: props.readOnly ?? false,
    privileged: privileged ?? false,
    pidMode: pid,
    ...(securityOpts.length > 0 && { securityOpts }),
    ...(capabilities !== undefined && {
      capabilities: { add: capabilityNames(capabilities.add ?? []), drop: capabilityNames(capabilities.drop ?? []) },
    }),
    ...(props.groups !== undefined && { groupAdd: props.groups.toSorted() }),
  };
}

function attachments(props: ContainerSettings): Partial<ContainerConfig> {
  const { networks, ports, mounts, tmpfs, devices } = props;
  return {
    networkMode: networks === "host" ? "host" : "bridge",
    ...(networks !== "host" && {
      networksAdvanced: networks.map(({ network }) => ({ name: network.networkId })),
    }),
    ...(ports !== undefined && ports.length > 0 && { ports: portsInOrder(props.name, ports) }),
    ...(mounts !== undefined && mounts.length > 0 && { mounts: mounts.map(mount) }),
    ...(tmpfs !== undefined && { tmpfs: { ...tmpfs } }),
    ...(devices !== undefined &&
      devices.length > 0 && {
        devices: devices.map((path) => ({ hostPath: path, containerPath: path, permissions: "rwm" })),
      }),
  };
}

/**
 * The labels, and one more that contains settings whose changes the provider does not detect. A changed label makes it
 * replace the container, so a change of these settings takes effect.
 */
function labels(props: ContainerSettings) {
  const settled = { cpus: props.cpus, health: props.health, tmpfs: props.tmpfs, started: props.started ?? true };
  return pairs(literal({ ...props.labels, "homelab.settled": JSON.stringify(settled) })).map(([label, value]) => ({
    label,
    value,
  }));
}

function health({ command, intervalSeconds, timeoutSeconds, startSeconds, retries }: DockerHealth) {
  return {
    test: ["CMD", ...literal([...command])],
    interval: goDuration(intervalSeconds ?? 30),
    timeout: goDuration(timeoutSeconds ?? 10),
    startPeriod: goDuration(startSeconds ?? 60),
    retries: retries ?? 3,
  };
}

function mount(from: DockerMount): ContainerMounts {
  const { target } = from;
  if (from.kind === "volume") return { type: "volume", source: from.volume.volumeName, target, readOnly: false };
  return {
    type: "bind",
    source: from.source,
    target,
    readOnly: from.readOnly ?? false,
    ...(from.propagation !== undefined && { bindOptions: { propagation: from.propagation } }),
  };
}

/** Seconds in the format of Go, in which the provider reads them back: 90 is `1m30s`, 60 is `1m0s`. */
function goDuration(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return `${hours > 0 ? `${hours}h` : ""}${hours > 0 || minutes > 0 ? `${minutes}m` : ""}${rest}s`;
}

/** Docker returns the kernel's names. */
function capabilityNames(names: readonly string[]): string[] {
  const full = names
    .map((name) => name.toUpperCase())
    .map((name) => (name === "ALL" || name.startsWith("CAP_") ? name : `CAP_${name}`));
  return full.toSorted();
}

/**
 * Ports by number, the order in which the provider reads them back.
 *
 * @throws Error when the container publishes one number for TCP and UDP: the provider reads such a pair back in random
 * order, and replaces the container whenever the order differs.
 */
function portsInOrder(container: string, ports: readonly DockerPort[]): DockerPort[] {
  const sorted = ports.toSorted((a, b) => a.internal - b.internal).map((port) => ({ ...port }));
  const twice = sorted.find(({ internal }, index) => sorted[index + 1]?.internal === internal);
  if (twice === undefined) return sorted;
  throw new Error(
    `The container "${container}" publishes its port ${twice.internal} twice, so the Docker provider would replace it at ` +
      `random. Let it share the network of its host, or publish the port only once.`,
  );
}

function pairs(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
