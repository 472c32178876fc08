import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import type { BackendProps } from "../../constructs/backend";
import { DockerVolume } from "../../constructs/docker-network";
import { GuestPool } from "../../constructs/guest-pool";
import { HomelabStack, type HomelabStackProps } from "../../constructs/homelab-stack";
import { stackFaults } from "../support/provider-schema";
import type { JsonObject } from "../support/provider-schema-types";
import { connections, synthesized } from "../support/synthesized";

const pool = (stack: HomelabStack) => new GuestPool(stack, "homelab", { poolId: "homelab", comment: "guests" });

describe("a stack", () => {
  test("configures only the providers that it uses, each once", () => {
    expect(synthesized(() => undefined)).not.toHaveProperty("provider");
    const both = synthesized((stack) => {
      pool(stack);
      new GuestPool(stack, "second", { poolId: "second", comment: "more" });
      new DockerVolume(stack, "cache", { name: "cache" });
    });
    expect(both["provider"]).toMatchObject({ proxmox: [expect.anything()], docker: [expect.anything()] });
    expect(stackFaults(both)).toEqual([]);
    expect(synthesized(pool)["provider"]).not.toHaveProperty("docker");
  });

  test("has the connection to Proxmox VE, and no secret", () => {
    expect(synthesized(pool)["provider"]).toEqual({
      proxmox: [
        {
          endpoint: "https://192.168.1.2:8006/",
          insecure: false,
          ssh: { agent: true, username: "root", node: [{ name: "pve", address: "192.168.1.2" }] },
        },
      ],
    });
  });

  test("reaches Docker over SSH, with one connection through the jump host", () => {
    const docker = { address: "10.0.40.10", user: "debian", jump: "root@192.168.1.2" };
    const stack = synthesized((into) => new DockerVolume(into, "cache", { name: "cache" }), { ...connections, docker });
    const [provider] = (stack["provider"] as { readonly docker: readonly JsonObject[] }).docker;
    expect(provider).toMatchObject({ host: "ssh://debian@10.0.40.10" });
    expect(provider?.["ssh_opts"]).toEqual(expect.arrayContaining(["ControlMaster=auto", "-J", "root@192.168.1.2"]));
  });

  test("reports a missing connection, and a construct outside a HomelabStack", () => {
    const bare: HomelabStackProps = { backend: { type: "local" } };
    expect(() => synthesized(pool, bare)).toThrow(/stack "test" manages Proxmox VE, but has no connection to it/);
    expect(() => synthesized((stack) => new DockerVolume(stack, "a", { name: "a" }), bare)).toThrow(
      /has no Docker connection/,
    );
    const elsewhere = new Construct(new TerraformStack(Testing.app(), "plain"), "elsewhere");
    expect(() => HomelabStack.containing(elsewhere)).toThrow(/plain\/elsewhere is not in a HomelabStack/);
  });

  test("refuses to read another stack's state", () => {
    const app = Testing.app();
    const [host, guests] = ["host", "guests"].map((name) => new HomelabStack(app, name, connections)) as [
      HomelabStack,
      HomelabStack,
    ];
    const volume = new DockerVolume(host, "cache", { name: "cache" });
    new DockerVolume(guests, "copy", { name: volume.volumeName });
    expect(() => app.synth()).toThrow(/resource of the stack "host"\. .* pass the plain value/);
  });

  test("is written to the disk without a path of this machine", () => {
    const stack = new HomelabStack(Testing.app(), "host", connections);
    pool(stack);
    const file = join(Testing.fullSynth(stack), "stacks", "host", "cdk.tf.json");
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, "utf8")).not.toContain(process.cwd());
  });
});

describe("where the state is kept", () => {
  const terraform = (backend: BackendProps) =>
    synthesized(() => undefined, { ...connections, backend })["terraform"] as JsonObject;

  const backends: readonly (readonly [BackendProps, JsonObject])[] = [
    [{ type: "local" }, { path: "../../../state/test.tfstate" }],
    [
      { type: "s3", bucket: "state", region: "eu-central-1" },
      { bucket: "state", key: "homelab/test.tfstate", region: "eu-central-1", use_lockfile: true, encrypt: true },
    ],
    [
      { type: "http", address: "https://state.example.org/", lockAddress: "https://state.example.org/{stack}/lock" },
      { address: "https://state.example.org/test", lock_address: "https://state.example.org/test/lock" },
    ],
    [{ type: "pg" }, { schema_name: "homelab_test" }],
    [{ type: "pg", schemaName: "state" }, { schema_name: "state_test" }],
    [
      { type: "gcs", bucket: "state" },
      { bucket: "state", prefix: "homelab/test" },
    ],
    [
      { type: "azurerm", resourceGroupName: "a", storageAccountName: "b", containerName: "c" },
      { resource_group_name: "a", storage_account_name: "b", container_name: "c", key: "homelab/test.tfstate" },
    ],
  ];

  test.each(backends)("each stack has its own: %j", (backend, expected) => {
    expect(terraform(backend)["backend"]).toEqual({ [backend.type]: expected });
  });

  test("checks that only Amazon supports are off for an S3-compatible service", () => {
    const { backend } = terraform({ type: "s3", bucket: "b", region: "main", endpoint: "https://s3.example.org" });
    expect(backend).toMatchObject({
      s3: { endpoints: { s3: "https://s3.example.org" }, use_path_style: true, skip_requesting_account_id: true },
    });
  });

  test("requires a Terraform that can read the stack", () => {
    expect(terraform({ type: "local" })["required_version"]).toBe(">= 1.5");
    expect(terraform({ type: "s3", bucket: "b", region: "r" })["required_version"]).toBe(">= 1.10");
  });
});
