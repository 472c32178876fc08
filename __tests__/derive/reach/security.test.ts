import { World, type Sender } from "../../support/network/world";
import { minimalHomelab } from "../../support/stacks";

// What the homelab's document says about security, sentence by sentence, tested with packets.

const world = new World(
  minimalHomelab("networks: { iot: { enabled: true } }\nguests: { homeassistant: { adopt: true } }\n"),
);
const hostAlone = new World(world.lab, { withoutPve: true });

/** Where the first packet of a connection ends. */
function end(sender: Sender, to: string, port: number, protocol: "tcp" | "udp" = "tcp", at = world): string {
  const { address } = world.guest(to);
  const found = at.send(sender, address, protocol, port);
  return "at" in found ? found.at : `refused by ${found.refusedBy}`;
}

const guest = (name: string): Sender => ({ guest: name });
const app = (name: string): Sender => ({ app: name, on: "docker" });
const laptop: Sender = { device: "192.168.1.77" };
const camera: Sender = { device: "10.0.50.77" };
const stranger: Sender = { device: "203.0.113.9" };

const databases = [
  ["postgres", 5432],
  ["mongodb", 27017],
  ["redis", 6379],
] as const;

describe("Database tier (LXC 5, 6, 7) must have strict firewall rules", () => {
  test.each(databases)(
    "%s answers no device of the house, no smart device and nothing on the internet",
    (name, port) => {
      for (const sender of [laptop, camera, stranger, guest("homeassistant")]) {
        expect(end(sender, name, port)).toMatch(/^refused/);
        expect(end(sender, name, port, "tcp", hostAlone)).toMatch(/^refused by the table of pve/);
      }
    },
  );

  test.each(databases)("%s cannot reach the internet", (name) => {
    expect(world.send(guest(name), "203.0.113.9", "tcp", 443)).toHaveProperty("refusedBy", `the interface of ${name}`);
    expect(hostAlone.send(guest(name), "203.0.113.9", "tcp", 443)).toHaveProperty(
      "refusedBy",
      "the table of pve (reject)",
    );
    expect(world.send(guest("traefik"), "203.0.113.9", "tcp", 443)).toHaveProperty("at", "internet");
  });

  test.each(databases)("%s offers no SSH, not even to operators", (name) => {
    expect(end({ device: "192.168.1.50" }, name, 22)).toMatch(/^refused/);
  });
});

describe("Only authorized services can access database ports", () => {
  test("Netbird, Authentik and n8n reach PostgreSQL, and n8n reaches Redis", () => {
    expect(end(guest("netbird"), "postgres", 5432)).toBe("postgres");
    expect(end(guest("authentik"), "postgres", 5432)).toBe("postgres");
    expect(end(app("n8n"), "postgres", 5432)).toBe("postgres");
    expect(end(app("n8n"), "redis", 6379)).toBe("redis");
  });

  test.each(["traefik", "adguard", "grafana", "loki", "nas", "coolify"])("%s reaches no database", (name) => {
    for (const [database, port] of databases) {
      expect(end(guest(name), database, port)).toMatch(/^refused/);
      expect(end(guest(name), database, port, "tcp", hostAlone)).toMatch(/^refused/);
    }
  });

  test("a web app's host reaches the databases of its web apps, and no other", () => {
    const webApps = "webApps: { shop: { databases: [postgres], redis: [sessions] } }\n";
    const shop = new World(minimalHomelab(webApps));
    expect(end(guest("coolify"), "postgres", 5432, "tcp", shop)).toBe("postgres");
    expect(end(guest("coolify"), "redis", 6379, "tcp", shop)).toBe("redis");
    expect(end(guest("coolify"), "mongodb", 27017, "tcp", shop)).toMatch(/^refused/);
  });

  test("databases do not reach each other", () => {
    expect(end(guest("postgres"), "redis", 6379)).toMatch(/^refused/);
    expect(end(guest("mongodb"), "postgres", 5432)).toMatch(/^refused/);
  });
});

describe("Docker Host (VM 3): PostgreSQL, MongoDB, Redis as needed per container", () => {
  test("a container without a Use is refused by its own host, although it shares its address with n8n", () => {
    for (const name of ["sonarr", "overseerr", "homepage", "portainer", "flaresolverr"]) {
      for (const [database, port] of databases) {
        expect(end(app(name), database, port)).toBe("refused by the Docker host");
      }
    }
    // n8n uses two of the three.
    expect(end(app("n8n"), "mongodb", 27017)).toBe("refused by the Docker host");
  });

  test("no container can log in to its own host or to another machine", () => {
    expect(end(app("n8n"), "docker", 22)).toBe("refused by the Docker host");
    expect(end(app("sonarr"), "coolify", 22)).toBe("refused by the Docker host");
    // It only tests whether the port answers.
    expect(end(app("uptime-kuma"), "docker", 22)).toBe("docker");
  });

  test("containers reach what every guest may reach: names, the proxy and packages; and the internet", () => {
    expect(end(app("sonarr"), "adguard", 53, "udp")).toBe("adguard");
    expect(end(app("sonarr"), "traefik", 443)).toBe("traefik");
    expect(world.send(app("sonarr"), "10.0.40.1", "tcp", 3142)).toHaveProperty("at", "pve");
    expect(world.send(app("sonarr"), "203.0.113.9", "tcp", 443)).toHaveProperty("at", "internet");
  });

  test("an app reaches Plex, which shares the network of its host", () => {
    expect(end(app("sonarr"), "docker", 32400)).toBe("docker");
    expect(end(app("n8n"), "docker", 32400)).toBe("refused by the Docker host");
  });
});

describe("IoT devices isolated from main network", () => {
  test("a smart device reaches no guest of the homelab", () => {
    for (const [name, port] of [
      ...databases,
      ["nas", 445],
      ["nas", 5000],
      ["docker", 22],
      ["traefik", 443],
      ["adguard", 53],
    ] as const) {
      expect(end(camera, name, port)).toMatch(/^refused/);
    }
  });

  test("a smart device reaches neither the interface nor the console of a host", () => {
    expect(end(camera, "pve", 8006)).toBe("refused by the host pve");
    expect(end(camera, "pve", 22)).toBe("refused by the host pve");
  });

  test("Home Assistant is in their network, and answers the proxy and the household's VPN", () => {
    expect(end(guest("traefik"), "homeassistant", 8123)).toBe("homeassistant");
    expect(end(guest("netbird"), "homeassistant", 8123)).toBe("homeassistant");
    expect(end(guest("grafana"), "homeassistant", 8123)).toMatch(/^refused/);
  });
});

describe("MinIO: network firewall rules", () => {
  test("only its clients reach it", () => {
    for (const name of ["postgres", "mongodb", "redis", "loki", "coolify", "traefik"]) {
      expect(end(guest(name), "minio", 9000)).toBe("minio");
    }
    for (const name of ["adguard", "netbird", "authentik", "grafana", "nas"]) {
      expect(end(guest(name), "minio", 9000)).toMatch(/^refused/);
    }
    expect(end(app("n8n"), "minio", 9000)).toBe("minio");
    expect(end(app("radarr"), "minio", 9000)).toBe("refused by the Docker host");
  });

  test("only the proxy reaches its console", () => {
    expect(end(guest("traefik"), "minio", 9001)).toBe("minio");
    expect(end(guest("loki"), "minio", 9001)).toMatch(/^refused/);
    expect(end(laptop, "minio", 9001)).toMatch(/^refused/);
  });
});

describe("Traefik connects remotely to Docker Host VM's Docker socket", () => {
  test("Traefik reaches the socket's proxy; of the others, only the watcher does, to see whether it answers", () => {
    expect(end(guest("traefik"), "docker", 2375)).toBe("docker");
    for (const sender of [guest("grafana"), guest("coolify"), laptop, app("n8n"), app("portainer")]) {
      expect(end(sender, "docker", 2375)).toMatch(/^refused/);
    }
  });
});

describe("what the house and the internet reach", () => {
  test("the house reaches web names and DNS at the host's address, which forwards to Traefik and AdGuard", () => {
    expect(world.send(laptop, "192.168.1.2", "tcp", 443)).toHaveProperty("at", "traefik");
    expect(world.send(laptop, "192.168.1.2", "udp", 53)).toHaveProperty("at", "adguard");
    expect(world.send(laptop, "192.168.1.2", "tcp", 445)).toHaveProperty("at", "nas");
  });

  test("the internet reaches only the port where VPN peers learn their own address", () => {
    expect(world.send(stranger, "192.168.1.2", "udp", 3478)).toHaveProperty("at", "netbird");
    for (const port of [22, 53, 80, 443, 445, 8006]) {
      expect(world.send(stranger, "192.168.1.2", "tcp", port)).toHaveProperty("refusedBy");
    }
  });

  test("packets with a forged address of the homelab or of another guest are refused", () => {
    const forward = (source: string, iif: string) =>
      world
        .table("pve")
        ?.run("hook forward", { source, target: "10.0.20.10", protocol: "tcp", port: 5432, iif, oif: "vmbr1.20" })
        .verdict;
    expect(forward("10.0.40.10", "vmbr1.40")).toBe("accept");
    expect(forward("10.0.40.10", "vmbr0")).toBe("drop");
    expect(forward("10.0.40.10", "vmbr1.30")).toBe("drop");
  });

  test("traffic between networks outside the homelab is not filtered", () => {
    const other = {
      source: "172.31.0.5",
      target: "192.168.1.77",
      protocol: "tcp",
      port: 80,
      iif: "vmbr7",
      oif: "vmbr0",
    } as const;
    expect(world.table("pve")?.run("hook forward", other).verdict).toBe("accept");
    expect(world.table("pve")?.run("hook forward", { ...other, target: "10.0.20.10", oif: "vmbr1.20" }).verdict).toBe(
      "drop",
    );
  });
});
