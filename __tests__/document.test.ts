import { join } from "node:path";
import { budget, dns, dockerHosts, endName, flowRules } from "../homelab/derive";
import { guests as declared } from "../homelab/catalog/guests";
import { buckets } from "../homelab/catalog/storage/minio/buckets";
import { nasFolders } from "../homelab/catalog/storage/nas";
import { telemetry } from "../homelab/catalog/support/telemetry";
import { loadHomelab } from "../homelab/load";
import { views, type Guest } from "../homelab/model";

// Every figure of the homelab's document; a change of the model that contradicts one fails here. The tests read a copy
// of the shipped homelab.yaml, so that users may change that file.

const { lab } = loadHomelab(join(__dirname, "sites", "shipped.yaml"));
const get = views(lab);

/** Title, memory in MB, cores, storage in GB: the document's table "Resource Allocation". */
const allocation: readonly (readonly [string, number, number, number])[] = [
  ["LXC 1: Traefik", 512, 1, 5],
  ["LXC 2: AdGuard Home", 512, 1, 5],
  ["LXC 3: Netbird", 1024, 2, 10],
  ["LXC 4: Authentik", 2048, 2, 10],
  ["LXC 5: PostgreSQL", 3072, 2, 30],
  ["LXC 6: MongoDB", 3072, 2, 30],
  ["LXC 7: Redis", 1024, 2, 10],
  ["LXC 8: MinIO", 2048, 2, 50],
  ["LXC 9: Grafana + Prometheus", 3072, 2, 50],
  ["LXC 10: Loki", 2048, 2, 20],
  ["VM 1: Xpenology", 4096, 4, 24 * 1024],
  ["VM 2: Home Assistant", 4096, 2, 32],
  ["VM 3: Docker Host", 16384, 8, 200],
  ["VM 4: Coolify", 8192, 4, 100],
];

const managed = [...lab.machines.values()].filter((machine): machine is Guest => machine.kind !== "node");
const storage = ({ bulkGiB, diskGiB }: Guest): number => (bulkGiB > 0 ? bulkGiB : diskGiB);

describe("resources", () => {
  test.each(allocation)("%s has %d MB, %d cores and %d GB", (title, memoryMiB, cores, gigabytes) => {
    const guest = managed.find((candidate) => candidate.title.startsWith(title));
    expect(guest && [guest.memoryMiB, guest.cores, storage(guest)]).toEqual([memoryMiB, cores, gigabytes]);
  });

  test("there are ten LXCs, four VMs and no other guests", () => {
    expect(managed.map(({ kind, number }) => `${kind} ${number}`).toSorted()).toEqual(
      Object.values(declared)
        .map(({ kind, number }) => `${kind} ${number}`)
        .toSorted(),
    );
    expect(managed).toHaveLength(allocation.length);
  });

  test("50 GB of 64 GB of memory and 36 cores on 24 threads are allocated, and 14 GB are free", () => {
    const [node] = get(budget);
    expect(node).toMatchObject({ memoryMiB: 50 * 1024, availableMemoryMiB: 14 * 1024, cores: 36, threads: 24 });
  });

  test("about 24.7 TB of storage are allocated (the rows of the table add up to 24.54)", () => {
    const terabytes = managed.reduce((sum, guest) => sum + storage(guest), 0) / 1024;
    expect(Math.abs(terabytes - 24.7)).toBeLessThan(0.2);
  });
});

describe("addresses and ports", () => {
  const addresses = { postgres: "10.0.20.10", mongodb: "10.0.20.11", redis: "10.0.20.12", minio: "10.0.20.13" };

  test.each(Object.entries(addresses))("%s has the address %s", (name, address) => {
    expect(lab.machines.get(name)?.address).toBe(address);
  });

  test.each([
    ["postgres", 5432],
    ["mongodb", 27017],
    ["redis", 6379],
    ["minio", 9000],
    ["minio", 9001],
    ["grafana", 3000],
    ["prometheus", 9090],
    ["loki", 3100],
  ])("%s listens on %d", (service, port) => {
    const listens = Object.values(lab.services.get(service)?.ports ?? {}).map((listen) => listen.number as number);
    expect(listens).toContain(port);
  });

  test.each(["traefik", "plex", "nas"])("%s.homelab.local resolves to Traefik", (name) => {
    const record = get(dns).records.find((candidate) => candidate.name === `${name}.homelab.local`);
    expect(record?.address).toBe(lab.machines.get("traefik")?.address);
  });
});

describe("data", () => {
  const used = (contract: string, key: "database" | "number"): unknown[] => [
    ...new Set(
      lab.connections
        .filter((connection) => connection.contract.name === contract)
        .map(({ use }) => (use.request as Record<string, unknown>)[key]),
    ),
  ];

  test("PostgreSQL has the databases netbird, n8n and authentik", () => {
    expect(used("postgres", "database")).toEqual(expect.arrayContaining(["netbird", "n8n", "authentik"]));
  });

  test.each([
    ["netbird", "postgres", "10.0.20.10"],
    ["authentik", "postgres", "10.0.20.10"],
    ["n8n", "postgres", "10.0.20.10"],
    ["n8n", "redis", "10.0.20.12"],
  ])("%s reaches %s at %s", (service, contract, host) => {
    const connection = lab.connections.find(
      (candidate) => candidate.consumer.service.name === service && candidate.contract.name === contract,
    );
    expect(connection?.at.address).toBe(host);
  });

  test("n8n is the only client with Redis number 1", () => {
    const n8n = lab.connections.find(
      ({ consumer, contract }) => consumer.service.name === "n8n" && contract.name === "redis",
    );
    expect(n8n?.use.request).toEqual({ number: 1, shared: false });
  });

  test.each([
    ["backups", ["postgres", "mongodb", "docker-configs"]],
    ["uploads", ["user-avatars", "documents"]],
    ["artifacts", ["github-actions", "coolify-builds"]],
    ["logs", ["archived"]],
  ])("the bucket %s has the folders %j", (name, folders) => {
    expect(buckets.find((bucket) => bucket.name === name)?.folders).toEqual(expect.arrayContaining(folders));
  });

  test.each([
    ["media", ["movies", "tv", "music", "books"]],
    ["backups", ["docker-configs", "proxmox-dumps"]],
    ["docker", []],
    ["iso", []],
  ])("the NAS has the folder %s with %j", (name, folders) => {
    expect(nasFolders.find((folder) => folder.name === name)?.folders).toEqual(expect.arrayContaining(folders));
  });
});

describe("observability", () => {
  test("metrics are kept for 30 days, recent logs for 7 days, and archived logs for at least 30 days", () => {
    expect(telemetry.metricsDays).toBe(30);
    expect(telemetry.recentLogsDays).toBe(7);
    expect(telemetry.logsDays).toBeGreaterThanOrEqual(30);
    expect(telemetry.scrapeIntervalSeconds).toBe(15);
  });

  test("an agent runs on every LXC, on both Docker hosts and on the PVE host", () => {
    const agents = new Set(
      lab.instances.filter(({ service }) => service.name.startsWith("alloy")).map(({ machine }) => machine.name),
    );
    const lxcs = managed.filter(({ kind }) => kind === "lxc").map(({ name }) => name);
    expect([...agents].toSorted()).toEqual([...lxcs, "docker", "coolify", "pve"].toSorted());
  });
});

describe("the Docker host", () => {
  const apps = `n8n plex overseerr sabnzbd prowlarr radarr sonarr lidarr readarr bazarr notifiarr flaresolverr tdarr
    homepage uptime-kuma alloy-docker portainer github-runner`.split(/\s+/);

  test.each(apps)("runs %s", (app) => {
    const services = get(dockerHosts).flatMap(({ containers }) => containers.map(({ service }) => service.name));
    expect(services).toContain(app);
  });

  const databases = ["postgres", "mongodb", "redis"];

  test("only services in the document's connection table may reach the database servers", () => {
    const sources = get(flowRules)
      .filter(({ to, port = 0 }) => databases.includes(to.name) && [5432, 27017, 6379].includes(port))
      .map(({ from }) => endName(from));
    expect([...new Set(sources)].toSorted()).toEqual(["authentik", "docker", "netbird"]);
  });
});
