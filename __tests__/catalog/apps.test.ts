import { dockerHosts, routes, secrets, type ContainerPlan } from "../../homelab/derive";
import { secretName, views, type Guest } from "../../homelab/model";
import { assembled } from "../support/assembled";

const mail = { provider: "mailgun", from: "homelab@example.org", username: "postmaster@example.org" };

/** A whole homelab, with mail and the NAS. */
const whole = assembled({ smtp: mail, nas: { ready: true } }).lab;
const containersOf = (lab = whole): readonly ContainerPlan[] =>
  views(lab)(dockerHosts).flatMap(({ containers }) => containers);
const containers = containersOf();
const byName = new Map(containers.map((plan) => [plan.container.name, plan]));
const apps = [...whole.services.values()].filter(({ app }) => app !== undefined).map(({ name }) => name);

/** The plan of a container that must exist. */
function planOf(name: string, plans = byName): ContainerPlan {
  const plan = plans.get(name);
  if (plan === undefined) throw new Error(`There is no container ${name}.`);
  return plan;
}

describe("the Docker host is large enough for its apps", () => {
  const { memoryMiB, cores } = whole.machines.get("docker") as Guest;

  test("their memory limits exceed the machine's memory by half at most", () => {
    const limits = containers.reduce((sum, { container }) => sum + container.memoryMiB, 0);
    expect(limits).toBeLessThanOrEqual(memoryMiB * 1.5);
  });

  test.each(containers.map(({ container }) => [container.name, container.cpus] as const))(
    "%s cannot use all CPUs of the machine",
    (_, cpus) => {
      expect(cpus).toBeLessThan(cores);
    },
  );

  test("every container has a different name", () => {
    expect(byName.size).toBe(containers.length);
  });
});

describe("secrets", () => {
  const known = views(whole)(secrets);

  test.each(containers.map((plan) => [plan.container.name, plan.container] as const))(
    "%s reads every secret file that it gets, and no other",
    (_, { env = {}, entrypoint = [], command = [], secrets: given = {}, mounts = [] }) => {
      const text = [...Object.values(env), ...entrypoint, ...command].join("\n");
      const read = [...text.matchAll(/\/run\/secrets\/([a-z0-9-]+)/g)].flatMap(([, file]) => file ?? []);
      const byConfiguration = mounts.some((mount) => mount.kind !== "nas" && mount.to === "/etc/alloy")
        ? ["remote-write-password"]
        : [];
      expect([...new Set([...read, ...byConfiguration])].toSorted()).toEqual(Object.keys(given).toSorted());
    },
  );

  test("the vault has each of them", () => {
    const given = containers.flatMap(({ container }) => Object.values(container.secrets ?? {}).map(secretName));
    expect(given.filter((name) => !known.has(name))).toEqual([]);
  });

  test("the owner of a file is the same for all containers that share it", () => {
    const owners = new Map<string, Set<number>>();
    for (const { service, container } of containers) {
      for (const file of Object.keys(container.secrets ?? {})) {
        const path = `${service.name}/${file}`;
        owners.set(path, new Set([...(owners.get(path) ?? []), container.secretsUid ?? 0]));
      }
    }
    expect([...owners].filter(([, uids]) => uids.size > 1)).toEqual([]);
  });
});

describe("the Docker socket", () => {
  const holders = containers
    .filter(({ container }) =>
      container.mounts?.some((mount) => mount.kind === "host" && mount.from.endsWith("docker.sock")),
    )
    .map(({ container }) => container.name);

  test("is mounted by the manager, the agent and the socket proxy, and not by jobs from GitHub", () => {
    expect(holders).toEqual(["portainer", "alloy-docker", "docker-socket-proxy"]);
  });

  const { command = [] } = planOf("docker-socket-proxy").container;
  const option = (name: string): string => command.find((text) => text.startsWith(`-${name}=`))?.split("=")[1] ?? "";
  const admits = (method: string, path: string): boolean => new RegExp(`^${option(`allow${method}`)}$`).test(path);

  test("is shown only to Traefik", () => {
    expect(option("allowfrom")).toBe(`127.0.0.1/32,${whole.machines.get("traefik")?.address}/32`);
  });

  test.each(["/_ping", "/v1.51/version", "/v1.51/events", "/v1.51/containers/json", "/v1.51/containers/n8n/json"])(
    "admits %s, which discovery needs",
    (path) => {
      expect(admits("GET", path)).toBe(true);
    },
  );

  test.each([
    "/v1.51/containers/n8n/archive",
    "/v1.51/containers/n8n/export",
    "/v1.51/containers/n8n/logs",
    "/v1.51/containers/n8n/json/../archive",
    "/v1.51/images/json",
    "/containers/../secrets",
  ])("refuses %s", (path) => {
    expect(admits("GET", path)).toBe(false);
  });

  test("changes nothing", () => {
    expect(command.filter((text) => /^-allow(POST|PUT|PATCH|DELETE)/.test(text))).toEqual([]);
  });
});

describe("switching off", () => {
  test.each(apps.filter((name) => name !== "smtp-relay"))("%s leaves a homelab that works", (name) => {
    const { lab, problems } = assembled({ apps: { [name]: false } });
    expect(problems).toEqual([]);
    expect(containersOf(lab).map(({ service }) => service.name)).not.toContain(name);
  });

  test("an app also removes its key", () => {
    const { lab } = assembled({ apps: { radarr: false } });
    expect(views(lab)(secrets).has("radarr/api-key")).toBe(false);
    expect(
      planOf("notifiarr", new Map(containersOf(lab).map((plan) => [plan.container.name, plan]))).container.env,
    ).not.toHaveProperty("DN_RADARR_0_URL");
  });

  test("the NAS lets everything run that needs no media", () => {
    const { lab, problems } = assembled({ guests: { nas: { enabled: false } } });
    const running = containersOf(lab).filter(({ started }) => started);
    expect(problems).toEqual([]);
    expect(running.map(({ service }) => service.name)).toEqual(expect.arrayContaining(["n8n", "homepage", "prowlarr"]));
    expect(running.map(({ service }) => service.name)).not.toContain("plex");
  });
});

describe("n8n", () => {
  const processes = ["n8n", "n8n-worker"].map((name) => planOf(name).container.env ?? {});

  test("main process and worker share queue, database and key", () => {
    const [main = {}, worker = {}] = processes.map((env) =>
      Object.fromEntries(
        Object.entries(env).filter(([name]) => /^(DB_|QUEUE_BULL|N8N_ENCRYPTION|EXECUTIONS_MODE)/.test(name)),
      ),
    );
    expect(worker).toEqual(main);
    expect(main).toMatchObject({
      EXECUTIONS_MODE: "queue",
      QUEUE_BULL_REDIS_DB: "1",
      DB_POSTGRESDB_HOST: "10.0.20.10",
    });
  });

  test("keeps its queue inside the only prefix that Redis admits", () => {
    expect(processes.map((env) => env["QUEUE_BULL_PREFIX"])).toEqual(["n8n", "n8n"]);
  });

  test("runs code of workflows in a container without the database's password and the encryption key", () => {
    expect(Object.keys(planOf("n8n-runners").container.secrets ?? {})).toEqual(["runners-token"]);
  });

  test("is open to callers from outside at its webhooks, and asks everyone else to sign on", () => {
    const route = views(whole)(routes).find(({ name }) => name === "n8n");
    expect(route?.signOn.mode).toBe("forward");
    expect(route?.open.some((path) => "/webhook/telegram".startsWith(path))).toBe(true);
    for (const path of ["/", "/rest/workflows", "/metrics", "/webhook-test/x"]) {
      expect(route?.open.some((prefix) => path.startsWith(prefix))).toBe(false);
    }
  });
});

describe("mail", () => {
  test("without a provider there is no relay, and no password for one", () => {
    const { lab } = assembled();
    expect(lab.services.has("smtp-relay")).toBe(false);
    expect(views(lab)(secrets).has("smtp/password")).toBe(false);
  });

  test("the relay encrypts mail to the provider, and accepts it only from services that send mail", () => {
    const { env } = planOf("smtp-relay").container;
    expect(env).toMatchObject({
      RELAYHOST: "[smtp.mailgun.org]:587",
      POSTFIX_smtp_tls_security_level: "encrypt",
      POSTFIX_smtp_tls_wrappermode: "no",
      POSTFIX_sender_canonical_maps: "static:homelab@example.org",
    });
    expect(env?.["POSTFIX_mynetworks"]?.split(" ")).toEqual([
      "127.0.0.0/8",
      `${whole.machines.get("authentik")?.address}/32`,
      `${whole.machines.get("nas")?.address}/32`,
      `${whole.machines.get("coolify")?.address}/32`,
    ]);
  });

  test("the relay uses implicit TLS at port 465 of the provider", () => {
    const { lab } = assembled({ smtp: { ...mail, port: 465 } });
    const relay = containersOf(lab).find(({ container }) => container.name === "smtp-relay");
    expect(relay?.container.env).toHaveProperty("POSTFIX_smtp_tls_wrappermode", "yes");
  });
});

describe("media", () => {
  const library = ["sabnzbd", "radarr", "sonarr", "lidarr", "readarr", "bazarr", "tdarr", "plex"];

  test.each(library)("%s sees the library in one mount", (name) => {
    const mounts = planOf(name).container.mounts?.filter(({ kind }) => kind === "nas");
    expect(mounts).toEqual([expect.objectContaining({ kind: "nas" })]);
  });

  test("Plex cannot change it", () => {
    expect(planOf("plex").container.mounts?.find(({ kind }) => kind === "nas")).toHaveProperty("readOnly", true);
  });
});
