import { DockerApp, type DockerAppProps } from "../../constructs/docker-app";
import { DockerNetwork, DockerVolume } from "../../constructs/docker-network";
import { stackFaults } from "../support/provider-schema";
import type { JsonObject } from "../support/provider-schema-types";
import { resource, synthesized } from "../support/synthesized";

function stackWith(more: Partial<DockerAppProps> = {}): JsonObject {
  return synthesized((stack) => {
    const network = new DockerNetwork(stack, "common", {
      name: "common",
      subnet: "172.30.0.0/24",
      bridge: "br-docker0",
    });
    const volume = new DockerVolume(stack, "n8n-cache", { name: "n8n-cache" });
    new DockerApp(stack, "n8n", {
      image: "n8nio/n8n:1.100.0",
      name: "n8n",
      memoryMiB: 1024,
      cpus: 1.5,
      networks: [{ network }],
      mounts: [
        { kind: "volume", volume, target: "/cache" },
        { kind: "bind", source: "/mnt/nas", target: "/media", readOnly: true, propagation: "rslave" },
      ],
      ...more,
    });
  });
}

const container = (more: Partial<DockerAppProps> = {}) => resource(stackWith(more), "docker_container", "n8n");

/** The label whose change makes the provider replace the container. */
function settled(more: Partial<DockerAppProps>): unknown {
  const labels = container(more)["labels"] as readonly { readonly label: string; readonly value: string }[];
  return JSON.parse(labels.find(({ label }) => label === "homelab.settled")?.value ?? "null");
}

describe("a Docker app", () => {
  test("the provider accepts the smallest and the largest configuration", () => {
    expect(stackFaults(stackWith())).toEqual([]);
    const most: Partial<DockerAppProps> = {
      command: ["worker"],
      entrypoint: ["/bin/tini", "--"],
      env: { TZ: "Etc/UTC" },
      labels: { "traefik.enable": "true" },
      health: { command: ["wget", "-q", "http://localhost:5678/healthz"] },
      ports: [{ ip: "10.0.40.10", external: 5678, internal: 5678, protocol: "tcp" }],
      tmpfs: { "/tmp": "size=64m" },
      devices: ["/dev/dri"],
      capabilities: { drop: ["all"], add: ["chown"] },
      groups: ["44"],
      user: "1000:1000",
      hostname: "n8n",
      readOnly: true,
      init: true,
      privileged: true,
      pid: "host",
      shmMiB: 128,
      started: false,
    };
    expect(stackFaults(stackWith(most))).toEqual([]);
  });

  test("uses its pinned image by name, which stays when the container changes its image", () => {
    expect(container()["image"]).toBe("${docker_image.n8n.name}");
    expect(resource(stackWith(), "docker_image", "n8n")).toEqual({ name: "n8nio/n8n:1.100.0", keep_locally: true });
  });

  test("limits are ones that the provider can apply, and reads back unchanged", () => {
    expect(container()).toMatchObject({ memory: 1024, memory_swap: 1024, cpu_period: 100_000, cpu_quota: 150_000 });
    expect(container()).not.toHaveProperty("cpus");
  });

  test("what the provider cannot change in place replaces the container through a label", () => {
    const health = { command: ["true"], intervalSeconds: 15 };
    expect(settled({ cpus: 2, health, tmpfs: { "/tmp": "size=1m" } })).toEqual({
      cpus: 2,
      health,
      tmpfs: { "/tmp": "size=1m" },
      started: true,
    });
    expect(settled({ started: false })).toMatchObject({ started: false });
  });

  test("gets time to stop, and a plan never deletes it because it is not running", () => {
    expect(container({ stopSeconds: 90 })).toMatchObject({
      stop_timeout: 90,
      destroy_grace_seconds: 90,
      must_run: false,
      restart: "unless-stopped",
    });
  });

  test("durations are written as the provider reads them back", () => {
    const seconds = { intervalSeconds: 90, timeoutSeconds: 5, startSeconds: 3600, retries: 5 };
    expect(container({ health: { command: ["true"], ...seconds } })["healthcheck"]).toEqual({
      test: ["CMD", "true"],
      interval: "1m30s",
      timeout: "5s",
      start_period: "1h0m0s",
      retries: 5,
    });
  });

  test("capabilities are spelt as Docker returns them", () => {
    const { capabilities } = container({ capabilities: { drop: ["all"], add: ["NET_RAW", "cap_chown"] } });
    expect(capabilities).toEqual({ drop: ["ALL"], add: ["CAP_CHOWN", "CAP_NET_RAW"] });
  });

  test("gains no privileges unless it declares so, and one that sees its host has the option that Docker adds", () => {
    expect(container()["security_opts"]).toEqual(["no-new-privileges"]);
    expect(container({ noNewPrivileges: false })).not.toHaveProperty("security_opts");
    expect(container({ pid: "host" })["security_opts"]).toEqual(["no-new-privileges", "label=disable"]);
  });

  test("shares the network of its host when it declares so", () => {
    const host = container({ networks: "host" });
    expect(host["network_mode"]).toBe("host");
    expect(host).not.toHaveProperty("networks_advanced");
  });

  test("joins its networks by id, so that it is replaced with them", () => {
    expect(container()["networks_advanced"]).toEqual([{ name: "${docker_network.common.id}" }]);
    expect(resource(stackWith(), "docker_network", "common")).toMatchObject({
      ipam_config: [{ subnet: "172.30.0.0/24" }],
      options: { "com.docker.network.bridge.name": "br-docker0" },
    });
  });

  test("ports are in the order of their numbers; one number for TCP and UDP is refused", () => {
    const port = (internal: number, protocol: "tcp" | "udp") => ({
      ip: "10.0.40.10",
      external: internal,
      internal,
      protocol,
    });
    const { ports } = container({ ports: [port(9000, "tcp"), port(80, "tcp")] });
    expect(ports).toMatchObject([{ internal: 80 }, { internal: 9000 }]);
    const both = { ports: [port(53, "tcp"), port(53, "udp")] };
    expect(() => container(both)).toThrow(/The container "n8n" publishes its port 53 twice/);
  });

  test("shell and label text arrives unchanged", () => {
    const { env, command } = container({ env: { A: "${b}" }, command: ["echo", "%{x} $HOME"] });
    expect(env).toEqual(["A=$${b}"]);
    expect(command).toEqual(["echo", "%%{x} $HOME"]);
  });
});
