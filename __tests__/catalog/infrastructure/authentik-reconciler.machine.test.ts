import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { reconcilerScript } from "../../../homelab/catalog/infrastructure/authentik/reconcile";

let root: string;
const at = (path: string) => join(root, path);
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "homelab-authentik-"));
  for (const directory of ["bin", "here/blueprints", "state", "gone"]) mkdirSync(at(directory), { recursive: true });
  for (const name of ["20-people", "10-brand"]) writeFileSync(at(`here/blueprints/${name}.yaml`), "");
  for (const name of ["certificate.pem", "key.pem"]) writeFileSync(at(`here/${name}`), `${name}\n`);
  program("curl", 'echo "curl ${*: -1}" >>"$CALLS"');
  program("sleep", ":");
});
afterEach(() => rmSync(root, { recursive: true }));

/** Replaces a program of the guest. */
const program = (name: string, text: string) =>
  writeFileSync(at(`bin/${name}`), `#!/usr/bin/env bash\n${text}\n`, { mode: 0o755 });

/** One run with these declarations; `podman` is the script that answers for Authentik's command. */
function run(declared: readonly string[], podman = ":") {
  program("podman", `echo "podman \${*: -3}, with $HOMELAB_DIRECTORY_KEY" >>"$CALLS"\n${podman}`);
  writeFileSync(at("here/declared"), declared.map((line) => `${line}\n`).join(""));
  writeFileSync(at("calls"), "");
  const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-c", reconcilerScript, "-", "http://server"], {
    encoding: "utf8",
    env: {
      PATH: `${at("bin")}:${process.env["PATH"]}`,
      CALLS: at("calls"),
      STATE_DIRECTORY: at("state"),
      HOMELAB_AUTHENTIK: at("here"),
      HOMELAB_AUTHENTIK_GONE: at("gone"),
    },
  });
  return { status, said: stdout + stderr, calls: readFileSync(at("calls"), "utf8").trimEnd().split("\n") };
}

test("the script applies blueprints in order, once Authentik is ready", () => {
  expect(run(["person operator"])).toEqual({
    status: 0,
    said: "",
    calls: [
      "curl http://server/-/health/ready/",
      "podman apply_blueprint homelab/10-brand.yaml homelab/20-people.yaml, with key.pem",
      "curl http://server/api/v3/admin/settings/",
    ],
  });
});

test("a person who is no longer declared may not sign in, in this run and later ones, until declared again", () => {
  const all = ["application notes", "person guest", "person operator"];
  run(all);
  const gone = run(["person operator"]);
  expect(gone.said).toContain("The person guest is no longer declared. Authentik keeps it, but disables it.");
  expect(gone.calls[1]).toContain("homelab/20-people.yaml homelab-gone/gone.yaml");
  const { entries } = parse(readFileSync(at("gone/gone.yaml"), "utf8"), { logLevel: "error" }) as {
    readonly entries: readonly object[];
  };
  expect(entries).toMatchObject([
    { model: "authentik_core.application", identifiers: { slug: "notes" }, attrs: { provider: null, meta_hide: true } },
    { model: "authentik_core.user", identifiers: { username: "guest" }, attrs: { is_active: false } },
  ]);
  expect(run(["person operator"]).calls[1]).toContain("homelab-gone/gone.yaml");
  expect(run(all).said).toBe("");
  expect(existsSync(at("gone/gone.yaml"))).toBe(false);
});

test("the script waits for what Authentik creates itself, says for what, and never prints an entry with its secrets", () => {
  const answer = `Blueprint invalid\\n\\timporter: Entry invalid: no such flow: {'entry': {'client_secret': 'hidden'}}`;
  const second = `[[ -f "$CALLS.second" ]] || { touch "$CALLS.second"; printf '${answer.replaceAll("'", `'\\''`)}\\n'; exit 1; }`;
  const { status, said, calls } = run(["person operator"], second);
  expect([status, calls.filter((call) => call.startsWith("podman")).length]).toEqual([0, 2]);
  expect(said).toContain("importer: Entry invalid: no such flow");
  expect(said).not.toContain("hidden");
});

test("a refused entry is not a success, even if the command exits with 0", () => {
  const second = `[[ -f "$CALLS.second" ]] || { touch "$CALLS.second"; echo '{"event": "Entry invalid: twice"}'; }`;
  expect(run(["person operator"], second).calls.filter((call) => call.startsWith("podman"))).toHaveLength(2);
});
