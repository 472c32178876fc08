import {
  isManaged,
  service,
  tcp,
  none,
  type Catalog,
  type GuestSpec,
  type Homelab,
  type Service,
} from "../../homelab/model";
import { declaredHomelab } from "../../homelab/checks";
import { postgres } from "../../homelab/contracts";
import { siteSchema, type Site } from "../../homelab/site";

/** A site that is large enough for any number of generated guests. */
function generatedSite(): Site {
  return siteSchema.parse({
    version: 1,
    operators: ["192.168.1.10"],
    sshKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA operator@example.org"],
    people: { operator: { name: "Operator", email: "operator@example.org", groups: ["admins"] } },
    pve: { nodes: { pve: { address: "192.168.1.2", threads: 4096, memory: "16TiB" } } },
    networks: { apps: { cidr: "10.128.0.0/16" } },
  });
}

const operations = {
  metrics: { port: "http" },
  logs: { source: "journal", units: ["app.service"] },
  health: { port: "http", path: "/health" },
  alerts: none("generated"),
  backup: none("generated"),
  uptime: { port: "http" },
  tile: none("generated"),
} as const;

function generatedGuest(index: number): GuestSpec {
  return {
    kind: "lxc",
    number: 1000 + index,
    name: `guest-${index}`,
    title: `Generated guest ${index}`,
    purpose: "load",
    stack: index % 2 === 0 ? "machines" : "storage",
    networks: ["apps"],
    octet: 256 + index,
    cores: 1,
    memoryMiB: 512,
    diskGiB: 8,
    image: "debian-13-lxc",
    startup: { order: 9 },
    stateful: true,
  };
}

function generatedService(on: GuestSpec, index: number): Service {
  return service({
    name: `app-${index}`,
    title: `Generated app ${index}`,
    description: "A service with a database, a web interface, metrics and a monitor.",
    on,
    ports: { http: tcp(8080) },
    uses: { db: postgres.database(`app_${index}`) },
    web: { subdomain: `app-${index}`, signOn: { mode: "forward" }, groups: ["household"] },
    operations,
  });
}

/** The given catalog with `count` more LXC guests, each with a service that uses PostgreSQL and has a web name. */
export function generateHomelab(base: (site: Site) => Catalog, count: number): Homelab {
  const site = generatedSite();
  const { guests, services } = base(site);
  const more = Array.from({ length: count }, (_, index) => generatedGuest(index));
  const { lab, problems } = declaredHomelab(site, {
    guests: [...guests, ...more],
    services: [...services, ...more.map(generatedService)],
  });
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));
  if ([...lab.machines.values()].filter(isManaged).length < count) throw new Error("Guests are missing.");
  return lab;
}
