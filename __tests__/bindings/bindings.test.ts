import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { factsText, trimmedFacts, typesInUse } from "../../bindings/schema";
import { bindingsProblem, stampBindings } from "../../bindings/state";

const root = join(__dirname, "..", "..");

describe("the state of the bindings", () => {
  let project = "";
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "bindings-"));
    for (const path of ["schemas", "cdktf.json", "package.json"]) {
      cpSync(join(root, path), join(project, path), { recursive: true });
    }
  });
  afterEach(() => rmSync(project, { recursive: true }));

  const made = (): void => {
    mkdirSync(join(project, ".gen"));
    stampBindings(project);
  };
  const change = (file: string, from: string, to: string): void => {
    writeFileSync(join(project, file), readFileSync(join(project, file), "utf8").replace(from, to));
  };

  test("missing bindings are reported with the command that makes them", () => {
    expect(bindingsProblem(project)).toBe("The provider bindings (.gen) are missing. Run `npm run get`.");
  });

  test("current bindings are accepted", () => {
    made();
    expect(bindingsProblem(project)).toBeUndefined();
  });

  test.each([
    ["other facts", "schemas/proxmox@0.111.1.json", "vm_id", "vmid"],
    ["another generator", "package.json", '"cdktf-cli": "', '"cdktf-cli": "1'],
    ["another list of providers", "cdktf.json", "bpg/", "registry.terraform.io/bpg/"],
  ])("stale after %s", (_, file, from, to) => {
    made();
    change(file, from, to);
    expect(bindingsProblem(project)).toMatch(/are older than .* Run `npm run get`/);
  });
});

const facts = {
  format_version: "1.0",
  provider_schemas: {
    "registry.terraform.io/bpg/proxmox": {
      provider: { block: {} },
      resource_schemas: {
        proxmox_b: {
          block: { description_kind: "plain", attributes: { description: { type: "string", description: "Text" } } },
        },
        proxmox_a: { block: { attributes: {} } },
      },
      data_source_schemas: { proxmox_b: {} },
    },
  },
};

describe("refreshing the facts", () => {
  test("keeps the types in use, and an attribute with the name description, but no prose", () => {
    const trimmed = trimmedFacts(facts, "bpg/proxmox", ["proxmox_b"]);
    expect(trimmed.provider_schemas["registry.terraform.io/bpg/proxmox"]).toEqual({
      provider: { block: {} },
      resource_schemas: { proxmox_b: { block: { attributes: { description: { type: "string" } } } } },
      data_source_schemas: {},
    });
  });

  test("keeps all of a provider that no construct uses yet, in a fixed order", () => {
    const { resource_schemas: types } = Object.values(trimmedFacts(facts, "bpg/proxmox", []).provider_schemas)[0] ?? {};
    expect(Object.keys(types ?? {})).toEqual(["proxmox_a", "proxmox_b"]);
  });

  test("says which type a provider does not have", () => {
    expect(() => trimmedFacts(facts, "bpg/proxmox", ["proxmox_c"])).toThrow(
      "bpg/proxmox has no resource type proxmox_c",
    );
    expect(() => trimmedFacts(facts, "bpg/other", [])).toThrow(
      "no facts of the provider registry.terraform.io/bpg/other",
    );
  });

  test("the text is JSON with a line per type", () => {
    const trimmed = trimmedFacts(facts, "bpg/proxmox", []);
    expect(JSON.parse(factsText(trimmed))).toEqual(trimmed);
    expect(
      factsText(trimmed)
        .split("\n")
        .filter((line) => /^"proxmox_[ab]":/.test(line)),
    ).toHaveLength(2);
  });

  test("types in use are the ones that constructs import", () => {
    const source = `
      import { ProxmoxProvider } from "../.gen/providers/proxmox/provider";
      import { DownloadFile } from "../.gen/providers/proxmox/download-file";
      import { Container } from "@cdktf/provider-docker/lib/container";`;
    expect([...typesInUse([source])]).toEqual([
      ["proxmox", ["proxmox_download_file"]],
      ["docker", ["docker_container"]],
    ]);
  });

  test("the committed facts contain exactly the types that constructs import", () => {
    const files = readdirSync(join(root, "constructs"));
    const inUse = typesInUse(files.map((file) => readFileSync(join(root, "constructs", file), "utf8")));
    for (const [provider, types] of inUse) {
      const file = readdirSync(join(root, "schemas")).find((name) => name.startsWith(`${provider}@`)) ?? "";
      const { provider_schemas: schemas } = JSON.parse(
        readFileSync(join(root, "schemas", file), "utf8"),
      ) as typeof facts;
      expect(Object.values(schemas).flatMap(({ resource_schemas: kept }) => Object.keys(kept))).toEqual(types);
    }
  });
});
