import { hostBasedAuthentication } from "../../../homelab/catalog/database/postgres/hba";
import { tuning } from "../../../homelab/catalog/database/postgres/tuning";
import { bundleFor, fileText, linesOf } from "../../support/bundles";
import { parseCidr } from "../../../homelab/values/ipv4";

const bundle = bundleFor("postgres");
const hba = fileText(bundle, "/etc/postgresql/17/main/pg_hba.conf");
const sql = fileText(bundle, "/etc/homelab/postgres/roles.sql");

test("each client connects over TLS, from its own guest, to its own database, and all others are refused", () => {
  expect(hba.replaceAll(/ +/g, " ")).toBe(`# TYPE DATABASE USER ADDRESS METHOD
local all postgres peer
local all all reject
hostssl all postgres 127.0.0.1/32 scram-sha-256
host postgres exporter 127.0.0.1/32 scram-sha-256
hostssl "authentik" "authentik" 10.0.30.13/32 scram-sha-256
hostssl "ci" "ci" 10.0.40.10/32 scram-sha-256
hostssl "n8n" "n8n" 10.0.40.10/32 scram-sha-256
hostssl "netbird" "netbird" 10.0.30.12/32 scram-sha-256
hostssl "webapp_shop" "webapp_shop" 10.0.40.20/32 scram-sha-256
host all all 0.0.0.0/0 reject
host all all ::/0 reject
`);
});

test("a database named like a keyword of pg_hba.conf means only itself, and a network keeps its prefix", () => {
  const lines = hostBasedAuthentication([{ database: "all", role: "all", source: parseCidr("172.18.0.0/16") }]).split(
    "\n",
  );
  expect(lines).toContainEqual(expect.stringMatching(/^hostssl +"all" +"all" +172\.18\.0\.0\/16 +scram-sha-256$/));
});

test("the SQL contains verifiers and no password, drops nothing, and gives each role only its database", () => {
  expect(sql).toContain("('webapp_shop', '<scram-sha-256 of postgres/webapp_shop>')");
  expect(sql.match(/<\S+ of/g)?.filter((form) => form !== "<scram-sha-256 of")).toEqual([]);
  expect(sql).not.toMatch(/\bDROP\b/i);
  expect(sql).toContain("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS");
  expect(linesOf(sql, /^GRANT/)).toEqual([
    "GRANT pg_monitor TO exporter;",
    "GRANT CONNECT ON DATABASE postgres TO exporter;",
  ]);
});

test("it listens at its own address and on its own guest", () => {
  expect(fileText(bundle, "/etc/postgresql/17/main/conf.d/10-homelab.conf")).toContain(
    "\nlisten_addresses = 'localhost,10.0.20.10'\n",
  );
});

test.each([
  [512, "128MB", "341MB", "4MB", "32MB"],
  [3072, "768MB", "2048MB", "8MB", "192MB"],
  [65_536, "16384MB", "43690MB", "64MB", "1024MB"],
])(
  "of %d MiB it takes a quarter for its cache, and little for each sort",
  (memory, buffers, cache, work, maintenance) => {
    expect(tuning(memory)).toEqual({
      shared_buffers: buffers,
      effective_cache_size: cache,
      work_mem: work,
      maintenance_work_mem: maintenance,
    });
  },
);

test("a change of who may connect only reloads the server, a change of memory restarts it", () => {
  const units = bundle.units.filter(({ name }) => name === "postgresql@17-main.service");
  const how = (file: string): unknown => units.find(({ files }) => files.includes(file))?.onChange ?? "restart";
  expect(how("/etc/postgresql/17/main/pg_hba.conf")).toBe("reload");
  expect(how("/etc/postgresql/17/main/conf.d/10-homelab.conf")).toBe("restart");
});
