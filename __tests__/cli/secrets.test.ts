import { loaded } from "../../cli/load-homelab";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../cli/program";
import { secretsOf } from "../../cli/verbs/secrets";
import type { Tools } from "../../cli/verbs/secrets/scene";
import { bundleDigest, bundles } from "../../homelab/bundle";
import { views, type Bundle, type Homelab } from "../../homelab/model";
import type { Stamp } from "../../provision/push/stamp";
import { formatted } from "../../homelab/values/error";
import { Unreachable } from "../../provision/shell/shell";
import { issueCa } from "../../provision/certificates/issue";
import type { LoadedVerb } from "../../cli/verbs/verb";
import { recordingTerminal } from "../support/terminal";
import { memoryVault } from "../support/vault";

const directory = mkdtempSync(join(tmpdir(), "homelab-secrets-"));
const site = join(directory, "homelab.yaml");
const minimal = readFileSync(join(__dirname, "..", "sites", "minimal.yaml"), "utf8");
writeFileSync(site, `${minimal}domain: home.arpa\n`);
afterAll(() => rmSync(directory, { recursive: true }));

type Pushes = (names: readonly string[]) => 0 | 1 | 3;

const allDeployed: Tools["stamps"] = (lab, names) =>
  Promise.resolve(new Map(names.map((name) => [name, { digest: digestOf(lab, name), unfinished: false }])));
const digestOf = (lab: Homelab, name: string) => bundleDigest(views(lab)(bundles).get(name) as Bundle);

const homelabs = new Map<string, Homelab>();

/** Reads each homelab.yaml once, because a homelab never changes. */
const once: Tools["load"] = (file, terminal) => {
  const text = readFileSync(file, "utf8");
  const lab = homelabs.get(text) ?? loaded(file, terminal);
  homelabs.set(text, lab);
  return lab;
};

/** The verbs with a vault in memory, machines that accept every push, and a fixed time. */
function world(
  content: Readonly<Record<string, string>> = {},
  pushes: Pushes = () => 0,
  stamps: Tools["stamps"] = allDeployed,
) {
  const memory = memoryVault(content);
  const log: string[] = [];
  let [count, typed] = [0, ""];
  const tools: Tools = {
    load: once,
    vaultOf: () => ({
      ...memory.vault,
      write: (entries) => {
        log.push(`write ${entries.map(({ item, field, value }) => `${item}/${field}=${value}`).join(" ")}`);
        return memory.vault.write(entries);
      },
    }),
    notary: () => ({
      now: new Date("2026-06-01T00:00:00Z"),
      serial: () => (count += 1).toString(16).padStart(32, "0"),
    }),
    generate: ({ item, field, alphabet }) =>
      alphabet === "hex" ? Buffer.from(item).toString("hex") : `new${item}${field}`.replaceAll(/\W|_/g, ""),
    ask: () => Promise.resolve(typed),
    stamps,
    push: (names) => {
      log.push(`push ${names.join(" ")}`);
      return Promise.resolve(pushes(names));
    },
  };
  const verb = async (name: string, options: object = {}) => {
    const terminal = recordingTerminal();
    const verbs = new Map(secretsOf(tools).verbs.map((each) => [each.name, each.load() as LoadedVerb]));
    const code = await verbs.get(name)?.run({ site, ...options } as never, terminal);
    return { code, out: terminal.outText(), err: terminal.errText() };
  };
  return { ...memory, log, verb, type: (text: string) => void (typed = text) };
}

/** A world where everything was created once. */
const created = world();
beforeAll(() => created.verb("create"));
const filled = (pushes?: Pushes, more: Readonly<Record<string, string>> = {}, stamps?: Tools["stamps"]) =>
  world({ ...Object.fromEntries(created.kept), ...more }, pushes, stamps);

test("the list opens no vault, and names the readers of each secret and where to get it", async () => {
  const { verb, reads } = world();
  const { code, out } = await verb("list");
  expect(code).toBe(0);
  expect(reads).toEqual([]);
  expect(out).toMatch(/op:\/\/homelab\/postgres\/n8n +made here +n8n, postgres/);
  expect(out).toMatch(/op:\/\/homelab\/telegram\/bot_token +from outside/);
  expect(out).toMatch(/BotFather/);
  expect(out).toMatch(/op:\/\/homelab\/ca\/key +issued here +no machine/);
  expect(out).toMatch(/proxmox\/api_token +from outside +the deployment/);
});

describe("create", () => {
  test("makes what is missing, one request for each item, and prints no value", async () => {
    const { verb, kept, log } = world({ "postgres/password": "mine" });
    const { code, out, err } = await verb("create");
    expect(code).toBe(0);
    expect(kept.get("postgres/password")).toBe("mine");
    expect(kept.get("postgres/n8n")).toBe("newpostgresn8n");
    expect(kept.get("ca/certificate")).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect(kept.get("tls-postgres/key")).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(log.filter((line) => line.startsWith("write postgres/"))).toHaveLength(1);
    expect(out + err).not.toMatch(/newpostgres|mine|BEGIN/);
    expect(out).toMatch(/telegram\/bot_token: .*BotFather[^]*\nNext: homelab bootstrap, or deploy/);
    expect(kept.has("telegram/bot_token")).toBe(false);
  });

  test("a second time makes nothing; a dry run never does", async () => {
    const again = filled();
    expect((await again.verb("create")).out).toMatch(/Made: 0 passwords and keys, 0 certificates.*\.$/);
    expect(again.writes).toEqual([]);
    const dry = world();
    expect((await dry.verb("create", { dryRun: true })).out).toMatch(
      /would be made {2}postgres\/n8n[^]*would be made {2}ca: [^]*would be issued {2}tls-postgres/,
    );
    expect(dry.writes).toEqual([]);
  });

  test("an expired private CA does not prevent secrets that need no certificate", async () => {
    const { certificate, key } = await issueCa("home.arpa", { now: new Date("2010-01-01"), serial: () => "01" });
    const { verb, kept } = filled(undefined, { "ca/certificate": certificate, "ca/key": key });
    kept.delete("postgres/n8n");
    expect(await verb("create")).toMatchObject({
      code: 0,
      out: expect.stringContaining("Made: 1 passwords") as string,
    });
  });

  test("half of a private CA does not cause a new one", async () => {
    const half = world({ "ca/certificate": "PEM" });
    await expect(half.verb("create")).rejects.toThrow("The vault has only the certificate of the private CA.");
    expect(half.writes.filter((name) => /^(ca|tls-)/.test(name))).toEqual([]);
  });
});

describe("check", () => {
  test("names what is missing and for which machine, and fails; optional secrets and ones without a machine may be absent", async () => {
    const { verb } = filled();
    const { code, out } = await verb("check");
    expect(code).toBe(1);
    expect(out).toMatch(/not needed yet {2}telegram\/bot_token, for .*docker.*: .*BotFather/);
    expect(out).toMatch(/missing {2}proxmox\/api_token, for the deployment/);
    expect(out).toMatch(/not set \(optional\) {2}openai\/api_key, for docker:/);
    expect(out).not.toMatch(/postgres\/n8n|newpostgres/);
  });

  test("succeeds when nothing is missing", async () => {
    const { verb, kept } = filled();
    const missing = [...(await verb("check")).out.matchAll(/^missing {2}([^,]+),/gm)].map(([, name]) => name ?? "");
    for (const name of missing) kept.set(name, "brought");
    const { code, out } = await verb("check");
    expect(code).toBe(0);
    expect(out).toMatch(/^ok {2}The .* has a value for all \d+ references/m);
  });
});

test("check names a password that would break the files that contain it, and does not show it", async () => {
  const { code, out } = await filled(undefined, { "postgres/n8n": "$(reboot)" }).verb("check");
  expect(code).toBe(1);
  expect(out).toMatch(
    /unfit {2}postgres\/n8n: the value may contain only letters and digits\.\nRun homelab secrets rotate/,
  );
  expect(out).not.toContain("reboot");
});

describe("set", () => {
  const set = async (name: string, value: string) => {
    const memory = world();
    memory.type(value);
    return { ...(await memory.verb("set", { args: [name] })), value: memory.kept.get(name) };
  };

  test("takes the typed text without its last newline, and does not print it", async () => {
    const { value, out } = await set("openai/api_key", ` $(k)"'\\\n\n`);
    expect(value).toBe(` $(k)"'\\\n`);
    expect(out).not.toContain("$(k)");
  });

  test("takes a name as the list shows it, and says which command pushes the value to the machines", async () => {
    expect(await set("op://homelab/postgres/n8n", "other")).toMatchObject({
      out: expect.stringMatching(/: homelab secrets rotate --resume postgres\/n8n$/) as string,
    });
  });

  test.each([
    ["openai/api_key", "\n", /The value of openai\/api_key is empty/],
    ["postgres/n8n", "with spaces", /may contain only letters and digits/],
    ["ca/key", "PEM", /cannot be set; `homelab secrets certificates` issues it/],
    ["op://homelab/openai/api_kee", "x", /Did you mean openai\/api_key\?/],
    ["openai/api_kee", "x", /There is no secret openai\/api_kee\. Did you mean openai\/api_key\?/],
  ])("refuses: %s", async (name, value, message) => {
    await expect(set(name, value)).rejects.toThrow(message);
  });
});

describe("rotate", () => {
  const names = ["postgres/n8n"];

  test("writes a new value and pushes the server that checks it; names readers that no push reaches", async () => {
    const { verb, log } = filled(undefined, { "postgres/n8n": "0ldvalue" });
    const { code, out, err } = await verb("rotate", { args: names });
    expect(code).toBe(0);
    expect(err).toMatch(/change by hand {2}n8n: no push reaches it, so it keeps the old postgres\/n8n/);
    expect(log.slice(0, 2)).toEqual(["write postgres/n8n=newpostgresn8n", "push postgres"]);
    expect(out).toMatch(/changed {2}postgres\/n8n/);
    expect(out + err).not.toMatch(/newpostgres|0ldvalue/);
  });

  test("when the provider refuses it, the vault has the old value again", async () => {
    const { verb, kept, log } = filled(() => 1, { "postgres/n8n": "old" });
    const { code, err } = await verb("rotate", { args: [...names, "redis/n8n"] });
    expect(code).toBe(1);
    expect(kept.get("postgres/n8n")).toBe("old");
    expect(log.join()).not.toContain("redis/n8n");
    expect(err).toMatch(/Not started: redis\/n8n/);
    expect(err).toMatch(/Refused: postgres\/n8n\. The vault has the old value again/);
  });

  test("when the provider cannot be reached, the new value stays, and the next command is named", async () => {
    const { verb, kept } = filled(() => 3, { "postgres/n8n": "old" });
    const { code, err } = await verb("rotate", { args: names });
    expect(code).toBe(1);
    expect(kept.get("postgres/n8n")).toBe("newpostgresn8n");
    expect(err).toMatch(/it is unknown whether postgres applied it/);
    expect(err).toMatch(/homelab secrets rotate --resume postgres\/n8n/);
  });

  test("resuming pushes the value of the vault, as for secrets that people bring; a dry run does neither", async () => {
    const { verb, log } = filled(undefined, { "telegram/bot_token": "theirs" });
    await verb("rotate", { args: names, resume: true });
    expect((await verb("rotate", { args: ["telegram/bot_token"] })).out).toBe(
      "in the vault only  telegram/bot_token: no machine uses it yet.",
    );
    expect(log.filter((line) => line.startsWith("write"))).toEqual([]);
    expect(log).toContain("push postgres");
    const before = log.length;
    expect((await verb("rotate", { args: names, dryRun: true })).out).toMatch(
      /new value {2}postgres\/n8n\npush {2}postgres/,
    );
    expect(log).toHaveLength(before);
  });

  test.each([
    ["a certificate", "ca/key", /ca\/key cannot be rotated; `homelab secrets certificates` renews it/],
    ["a key whose data would be lost", "n8n/encryption-key", /n8n could no longer read its credentials/],
    ["a name misspelt", "postgres/n8", /Did you mean postgres\/n8n\?/],
  ])("refuses %s", async (_, name, message) => {
    await expect(world().verb("rotate", { args: [name] })).rejects.toThrow(message);
  });

  test.each<readonly [what: string, stamp: Stamp | Unreachable, text: RegExp, code: number]>([
    [
      "has undeployed edits",
      { digest: "0".repeat(64), unfinished: false },
      /^postgres differs from what .*Nothing was changed\.\nFix: Deploy first/s,
      1,
    ],
    ["was never pushed", { unfinished: false }, /^postgres has never had a push\./, 1],
    ["is half pushed", { unfinished: true }, /^A push to postgres was interrupted\./, 1],
    [
      "does not answer",
      new Unreachable("No route to host.", "Is it on?"),
      /^postgres: No route to host\..*\nFix: Is it on\?$/s,
      3,
    ],
  ])("before a new value is made, refuses a machine that %s; so does a dry run", async (_, stamp, text, exitCode) => {
    const { verb, log } = filled(undefined, {}, () => Promise.resolve(new Map([["postgres", stamp]])));
    for (const options of [{ args: names }, { args: names, dryRun: true }]) {
      const refusal: unknown = await verb("rotate", options).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ exitCode });
      expect(formatted(refusal)).toMatch(text);
    }
    expect(log).toEqual([]);
  });

  test("resuming continues an interrupted push", async () => {
    const { verb, log } = filled(undefined, {}, () => Promise.resolve(new Map([["postgres", { unfinished: true }]])));
    expect((await verb("rotate", { args: names, resume: true })).code).toBe(0);
    expect(log).toEqual(["push postgres"]);
  });

  test("refuses a secret that the vault does not have yet", async () => {
    const { verb, writes } = world();
    const refusal = /The vault has no value for telegram\/bot_token yet/;
    await expect(verb("rotate", { args: ["telegram/bot_token"] })).rejects.toThrow(refusal);
    await expect(verb("rotate", { args: ["telegram/bot_token"], dryRun: true })).rejects.toThrow(refusal);
    expect(writes).toEqual([]);
  });
});

describe("certificates", () => {
  test("shows certificates, and issues nothing while none is due", async () => {
    const { verb, writes } = filled();
    const { out } = await verb("certificates");
    expect(out).toMatch(/tls-postgres +396 days left/);
    expect(out).toMatch(/No certificate is due\./);
    expect(writes).toEqual([]);
  });

  test("issues what is due, and names the machines to push or pushes them", async () => {
    const { verb, kept, writes, log } = filled();
    kept.delete("tls-postgres/certificate");
    expect((await verb("certificates", { dryRun: true })).out).toMatch(/due: not issued yet[^]*1 would be issued/);
    expect(writes).toEqual([]);
    const { out } = await verb("certificates");
    expect(writes).toEqual(["tls-postgres/certificate", "tls-postgres/key"]);
    expect(out).toMatch(/homelab push postgres$/m);
    await verb("certificates", { renewAll: true, push: true });
    expect(log.at(-1)).toMatch(/^push .*postgres/);
    expect(writes).not.toContain("ca/certificate");
  });

  test("a renewed private CA keeps its key, and leaves stay valid", async () => {
    const { verb, kept } = filled();
    const [key, certificate] = [kept.get("ca/key"), kept.get("ca/certificate")];
    await verb("certificates", { renewAuthority: true });
    expect(kept.get("ca/key")).toBe(key);
    expect(kept.get("ca/certificate")).not.toBe(certificate);
    expect((await verb("certificates")).out).toMatch(/No certificate is due\./);
  });
});

test("on the command line: verbs below the verb, and usage errors for unknown ones", async () => {
  const homelab = async (...args: readonly string[]) => {
    const terminal = recordingTerminal();
    return { code: await run(args, terminal), text: terminal.outText() + terminal.errText() };
  };
  expect(await homelab("secrets", "list", "--site", site)).toMatchObject({ code: 0 });
  expect((await homelab("secrets", "--help")).text).toMatch(/rotate .*[^]*certificates /);
  expect(await homelab("secrets", "lst")).toMatchObject({ code: 2 });
  const nameless = await homelab("secrets", "rotate", "--site", site);
  expect(nameless).toMatchObject({ code: 2, text: expect.stringContaining("homelab secrets list") as string });
  writeFileSync(`${site}.age`, `${minimal}secrets: { backend: age }\n`);
  const absent = await homelab("secrets", "check", "--site", `${site}.age`);
  expect(absent).toMatchObject({ code: 1, text: expect.stringMatching(/does not exist[^]*Fix:/) as string });
});
