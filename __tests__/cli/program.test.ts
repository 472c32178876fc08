import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npmScripts } from "../../cli/npm-scripts";
import { run } from "../../cli/program";
import type { Terminal } from "../../cli/terminal";
import { recordingTerminal } from "../support/terminal";

const root = join(__dirname, "../..");
const minimal = join(root, "__tests__/sites/minimal.yaml");

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "homelab-cli-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs the command in this process. */
async function homelab(...args: readonly string[]) {
  const terminal = recordingTerminal();
  return { code: await run(args, terminal), out: terminal.outText(), err: terminal.errText() };
}

/** Writes a homelab.yaml: the minimal one and further lines. */
function siteWith(name: string, lines: string): string {
  const file = join(directory, name);
  writeFileSync(file, `${readFileSync(minimal, "utf8")}\n${lines}\n`);
  return file;
}

describe("help", () => {
  test("lists every verb, npm script and exit code, and examples", async () => {
    const { code, out } = await homelab("--help");
    expect(code).toBe(0);
    for (const word of [
      "check",
      "synth",
      "doctor",
      "env",
      "schema",
      "format:check",
      "Examples:",
      "3  a host cannot be reached",
    ]) {
      expect(out).toContain(word);
    }
  });

  test("is what a bare `homelab` prints", async () => {
    expect(await homelab()).toEqual(await homelab("--help"));
  });

  test("of one verb lists its options", async () => {
    expect((await homelab("doctor", "--help")).out).toMatch(/--site <file>.*env: HOMELAB[^]*--offline[^]*--json/);
    expect((await homelab("help", "doctor")).out).toContain("--offline");
  });

  test("describes every script of package.json that people run", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly scripts: object };
    const run = Object.keys(scripts).filter((name) => name !== "prepare");
    expect(Object.keys(npmScripts).toSorted()).toEqual(run.toSorted());
  });
});

describe("a wrong command line ends with 2", () => {
  test.each([
    ["a misspelt verb", ["snyth"], "(Did you mean synth?)"],
    ["a misspelt option", ["check", "--sit", "a.yaml"], "(Did you mean --site?)"],
    ["an option without its value", ["check", "--site"], "argument missing"],
    ["one word too many", ["check", "homelab.yaml"], "too many arguments"],
  ])("%s", async (_what, args, message) => {
    const { code, err } = await homelab(...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe("homelab check", () => {
  test("counts what a sound file declares", async () => {
    const { code, out } = await homelab("check", "--site", minimal);
    expect(code).toBe(0);
    expect(out).toMatch(/minimal\.yaml: \d+ managed guests, \d+ services\.$/);
  });

  test("reports place, fault and reason, and ends with 1", async () => {
    const file = siteWith("wrong.yaml", "domian: home.arpa\nnetworks: { database: { cidr: 10.0.20.5/24 } }");
    const { code, err } = await homelab("check", "--site", file);
    expect(code).toBe(1);
    expect(err).toMatch(/wrong\.yaml:\d+:1 +domian/);
    expect(err).toMatch(/wrong\.yaml:\d+:31 +networks\.database\.cidr/);
    expect(err).toContain("2 problems");
    expect(err).not.toMatch(/^\s+at /m);
  });

  test("a missing file is also a fault", async () => {
    const { code, err } = await homelab("check", "--site", join(directory, "nowhere.yaml"));
    expect(code).toBe(1);
    expect(err).toContain("The file does not exist.");
  });
});

describe("homelab env", () => {
  test("prints the token's reference for a local state", async () => {
    expect((await homelab("env", "--site", minimal)).out).toBe("PROXMOX_VE_API_TOKEN=op://homelab/proxmox/api_token");
  });

  test("also prints the references of the state backend, with the vault from the file", async () => {
    const file = siteWith(
      "s3.yaml",
      "state: { backend: s3, s3: { bucket: b, region: r } }\nsecrets: { vault: My lab }",
    );
    expect((await homelab("env", "--site", file)).out.split("\n")).toEqual([
      'PROXMOX_VE_API_TOKEN="op://My lab/proxmox/api_token"',
      'AWS_ACCESS_KEY_ID="op://My lab/terraform-state/access_key_id"',
      'AWS_SECRET_ACCESS_KEY="op://My lab/terraform-state/secret_access_key"',
    ]);
  });
});

test("homelab schema prints the file that editors read", async () => {
  expect(`${(await homelab("schema")).out}\n`).toBe(readFileSync(join(root, "homelab.schema.json"), "utf8"));
});

describe("an unexpected error", () => {
  const failing = (env: Terminal["env"]) => {
    const terminal = recordingTerminal(env);
    const line = () => {
      throw new Error("The disk is full.", { cause: new Error("ENOSPC") });
    };
    return { ...terminal, out: { ...terminal.out, line } };
  };

  test("is a sentence, its cause and how to see more, without a stack trace", async () => {
    const terminal = failing({});
    expect(await run(["schema"], terminal)).toBe(1);
    expect(terminal.errText()).toContain("The disk is full.\n  caused by: ENOSPC\nSet HOMELAB_DEBUG=1");
    expect(terminal.errText()).not.toMatch(/^\s+at /m);
  });

  test("shows its stack trace with HOMELAB_DEBUG", async () => {
    const terminal = failing({ HOMELAB_DEBUG: "1" });
    await run(["schema"], terminal);
    expect(terminal.errText()).toMatch(/^\s+at .*program\.test\.ts/m);
  });
});
