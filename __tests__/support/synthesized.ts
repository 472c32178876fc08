import { Testing } from "cdktf";
import { HomelabStack, type HomelabStackProps } from "../../constructs/homelab-stack";
import type { JsonObject } from "./provider-schema-types";

/** Connections of an imaginary homelab. */
export const connections: Required<HomelabStackProps> = {
  backend: { type: "local" },
  proxmox: { endpoint: "https://192.168.1.2:8006/", nodes: [{ name: "pve", address: "192.168.1.2" }] },
  docker: { address: "10.0.40.10", user: "debian" },
};

/** Terraform JSON of a stack that `build` fills, with CDKTF's validations. */
export function synthesized(build: (stack: HomelabStack) => void, props: HomelabStackProps = connections): JsonObject {
  const stack = new HomelabStack(Testing.app(), "test", props);
  build(stack);
  return JSON.parse(Testing.synth(stack, true)) as JsonObject;
}

/** The body of one resource of a synthesized stack. */
export function resource(document: JsonObject, type: string, name: string): JsonObject {
  const types = document["resource"] as Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
  const body = types[type]?.[name];
  if (body === undefined) throw new Error(`The stack has no ${type}.${name}.`);
  return body;
}
