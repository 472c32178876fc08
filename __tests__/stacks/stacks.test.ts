import { isManaged } from "../../homelab/model";
import type { JsonObject } from "../support/provider-schema-types";
import { minimalHomelab, resourcesOf, shippedHomelab, stackDocuments } from "../support/stacks";

const lab = shippedHomelab();
const documents = stackDocuments(lab);
const everything = Object.values(documents).flatMap(resourcesOf);

const lifecycle = (body: JsonObject) => (body["lifecycle"] ?? {}) as JsonObject;

test("stacks share no state: none reads another's, and all data is known at synthesis", () => {
  const text = JSON.stringify(documents);
  expect(text).not.toContain("terraform_remote_state");
  expect(Object.values(documents).map((document) => document["data"])).toEqual(Array(7).fill(undefined));
});

test("each stack keeps its own state, at a path that does not depend on the project's directory", () => {
  const paths = Object.values(documents).map((document) => {
    const { backend } = document["terraform"] as { readonly backend: { readonly local: { readonly path: string } } };
    return backend.local.path;
  });
  expect(paths).toEqual(Object.keys(documents).map((name) => `../../../state/${name}.tfstate`));
});

test("no plan can destroy or replace a guest that holds data", () => {
  const guests = everything.filter(([address]) => /_(container|vm)\./.test(address) && address.startsWith("proxmox"));
  const unprotected = guests
    .filter(([, body]) => lifecycle(body)["prevent_destroy"] !== true)
    .map(([address]) => address);
  // Everything in Traefik's guest is rendered.
  expect(unprotected).toEqual(["proxmox_virtual_environment_container.traefik"]);
});

test("other guests refer to Home Assistant, but it is not managed unless it is adopted", () => {
  const address = "proxmox_virtual_environment_vm.homeassistant";
  expect(everything.map(([each]) => each)).not.toContain(address);
  const adopted = stackDocuments(minimalHomelab("guests:\n  homeassistant: { adopt: true }\n"));
  expect(resourcesOf(adopted.machines).map(([each]) => each)).toContain(address);
  expect(adopted.machines["import"]).toContainEqual({ to: address, id: "pve/202" });
});

test("a guest that is switched off leaves its stack", () => {
  const without = stackDocuments(minimalHomelab("guests:\n  coolify: { enabled: false }\n"));
  expect(JSON.stringify(resourcesOf(without.machines).map(([address]) => address))).not.toContain("coolify");
});

test("apps that need the NAS wait for it, and start when it is ready", () => {
  const started = (nas: string) => {
    const apps = stackDocuments(minimalHomelab(nas)).apps;
    return resourcesOf(apps)
      .filter(([address]) => /docker_container\.(plex|radarr|n8n)$/.test(address))
      .map(([address, body]) => `${address.split(".")[1]} ${JSON.stringify(body["start"])}`)
      .toSorted();
  };
  expect(started("nas: { ready: false }\n")).toEqual(["n8n true", "plex false", "radarr false"]);
  expect(started("nas: { ready: true }\n")).toEqual(["n8n true", "plex true", "radarr true"]);
});

test("whole guests are backed up to the NAS, to a named datastore, or not at all: never silently to the root file system", () => {
  const storage = (more: string) =>
    resourcesOf(stackDocuments(minimalHomelab(more)).storage)
      .filter(([address]) => address.startsWith("proxmox_backup_job"))
      .map(([, body]) => [body["storage"], body["prune_backups"]]);
  expect(storage("")).toEqual([]);
  expect(storage("backup: { datastore: big }\n")).toEqual([["big", { "keep-last": "1" }]]);
  expect(storage("nas: { ready: true }\n")).toEqual([
    ["nas-backups", { "keep-daily": "7", "keep-weekly": "4", "keep-monthly": "6" }],
  ]);
});

test("a container's environment names files, never secrets", () => {
  const secretName = /(PASSWORD|SECRET|TOKEN|API_?KEY|ENCRYPTION_KEY)/i;
  const variables = resourcesOf(documents.apps).flatMap(([, body]) => (body["env"] ?? []) as string[]);
  const named = variables.filter((variable) => secretName.test(variable.split("=")[0] ?? ""));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((variable) => !/=(filepath:|file:\/\/)?\/run\/secrets\//.test(variable))).toEqual([]);
});

test("a published port has the address of its machine, never every address", () => {
  const ports = resourcesOf(documents.apps).flatMap(([, body]) => (body["ports"] ?? []) as { readonly ip: string }[]);
  expect(ports.length).toBeGreaterThan(15);
  expect(new Set(ports.map(({ ip }) => ip))).toEqual(new Set([lab.machines.get("docker")?.address]));
});

test("the notes of every managed guest say what it is and that Terraform manages it", () => {
  const notes = everything.map(([, body]) => body["description"]).filter((text) => typeof text === "string");
  for (const guest of [...lab.machines.values()].filter(isManaged)) {
    expect(notes.find((text) => text.startsWith(guest.title))).toContain("Managed by Terraform");
  }
});
