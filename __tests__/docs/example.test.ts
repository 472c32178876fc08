import { pbkdf2Sync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { connections } from "../../scripts/docs/tables";
import { bundles, bundleFaults } from "../../homelab/bundle";
import { certificates, endName, flowRules, secrets } from "../../homelab/derive";
import { loadHomelab } from "../../homelab/load";
import { inForm, views, type Bundle } from "../../homelab/model";
import { resolve } from "../../provision/secrets/values";
import { buildStacks } from "../../stacks";
import { mosquittoHash } from "../../docs/examples/local/mqtt/password";
import { mqtt } from "../../docs/examples/local/mqtt";
import { fileText } from "../support/bundles";
import { resource } from "../support/synthesized";
import { memoryVault } from "../support/vault";
import { stackFaults } from "../support/provider-schema";
import type { JsonObject } from "../support/provider-schema-types";

const examples = join(__dirname, "..", "..", "docs", "examples");
const { lab, warnings } = loadHomelab(join(examples, "homelab.yaml"));

/** Terraform JSON of a stack. */
function stackOf(name: string): JsonObject {
  const stack = buildStacks(Testing.app(), lab).find(({ node }) => node.id === name);
  if (stack === undefined) throw new Error(`There is no stack ${name}.`);
  return JSON.parse(Testing.synth(stack, true)) as JsonObject;
}

/** Who may open a port for a Use. */
const allowedFor = (use: string): readonly string[] =>
  views(lab)(flowRules)
    .filter(({ reasons }) => reasons.includes(use))
    .map(({ from, to, port }) => `${endName(from)} -> ${to.name} ${port}`);

/** Whether a line of Mosquitto's password file matches this password. */
function fits(line: string, password: string): boolean {
  const [, kind, rounds, salt = "", hash = ""] = line.split("$");
  const bytes = pbkdf2Sync(password, Buffer.from(salt, "base64"), Number(rounds), 64, "sha512");
  return kind === "7" && salt.length === 16 && hash === bytes.toString("base64");
}

test("the app of the README is one file of at most 40 lines, and fits in without a warning", () => {
  const lines = readFileSync(join(examples, "local", "mealie.ts"), "utf8")
    .trimEnd()
    .split("\n");
  expect(lines.length).toBeLessThanOrEqual(40);
  expect(warnings).toEqual([]);
});

test("it becomes a container with its database and its route, and without a secret in its environment", () => {
  const document = stackOf("apps");
  expect(stackFaults(document)).toEqual([]);
  const container = resource(document, "docker_container", "mealie");
  expect(container["env"]).toContain("POSTGRES_SERVER=10.0.20.10");
  expect(container["labels"]).toContainEqual({
    label: "traefik.http.routers.recipes.rule",
    value: "Host(`recipes.homelab.local`)",
  });
  expect(JSON.stringify(container)).toContain("/opt/docker/secrets/mealie/db");
});

test("the firewall lets its host reach the database for it, and admits no one else for it", () => {
  expect(allowedFor("mealie.db")).toEqual(["docker -> postgres 5432"]);
});

describe("a local broker on a local guest, for a local client and a shipped one", () => {
  const get = views(lab);
  const bundle = get(bundles).get("mqtt") as Bundle;

  test("the guest is made, and its bundle is valid", () => {
    const document = stackOf("infrastructure");
    expect(stackFaults(document)).toEqual([]);
    expect(resource(document, "proxmox_virtual_environment_container", "mqtt")).toMatchObject({ vm_id: 111 });
    expect(bundleFaults(bundle)).toEqual([]);
    expect(bundle.packages).toEqual(expect.arrayContaining(["mosquitto", "mosquitto-clients"]));
  });

  test("each client has an account in the form that Mosquitto stores, and only its topics", () => {
    expect(fileText(bundle, "/etc/homelab/mosquitto/passwords")).toBe(
      [
        "home-assistant:<mosquitto-pbkdf2 of mqtt/home-assistant>",
        "zigbee2mqtt:<mosquitto-pbkdf2 of mqtt/zigbee2mqtt>",
        "probe:<mosquitto-pbkdf2 of mqtt/probe>",
        "",
      ].join("\n"),
    );
    expect(fileText(bundle, "/etc/homelab/mosquitto/topics").split("\n\n")).toEqual([
      "user home-assistant\ntopic readwrite homeassistant/#\ntopic readwrite zigbee2mqtt/#",
      "user zigbee2mqtt\ntopic readwrite zigbee2mqtt/#\ntopic readwrite homeassistant/#",
      "user probe\ntopic read $SYS/broker/version\n",
    ]);
  });

  test("it only listens with TLS, with a certificate for the address that each client uses", () => {
    const conf = fileText(bundle, "/etc/homelab/mosquitto/mosquitto.conf");
    expect(conf.match(/^(listener|allow_anonymous|certfile) .*$/gm)).toEqual([
      "allow_anonymous false",
      "listener 8883",
      "certfile /etc/homelab/mosquitto/server.crt",
    ]);
    const called = lab.connections.filter(({ contract }) => contract.name === "mqtt").map(({ at }) => at.address);
    expect(called).toEqual(["192.168.1.2", "10.0.30.16"]);
    const certificate = get(certificates).find(({ guest }) => guest.name === "mqtt");
    expect(certificate?.addresses).toEqual(expect.arrayContaining(called));
  });

  test("the firewall admits Home Assistant, which has a secret to enter there, and a row among the connections", () => {
    expect(allowedFor("home-assistant.mqtt")).toEqual(["homeassistant -> mqtt 8883"]);
    expect(allowedFor("zigbee2mqtt.broker")).toEqual(["docker -> mqtt 8883"]);
    expect([...get(secrets).keys()]).toContain("mqtt/home-assistant");
    expect(connections(lab, get)).toMatch(/home-assistant.*mqtts:\/\/home-assistant@192\.168\.1\.2:8883/);
  });

  test("the app on VM 3 gets its password as a file, and the broker's address", () => {
    const container = resource(stackOf("apps"), "docker_container", "zigbee2mqtt");
    expect(container["env"]).toContain("ZIGBEE2MQTT_CONFIG_MQTT_SERVER=mqtts://10.0.30.16:8883");
    expect(JSON.stringify(container)).toContain("/opt/docker/secrets/zigbee2mqtt/mqtt");
  });

  test("the form equals the one of mosquitto_passwd, and is the same at every push", async () => {
    const { vault } = memoryVault({ "mqtt/probe": "HaSecret123" });
    const secret = { kind: "generated", item: "mqtt", field: "probe", purpose: "probe" } as const;
    const values = await resolve(vault, [{ secret, target: "mqtt" }]);
    const line = values(inForm(secret, mosquittoHash));
    expect(values(inForm(secret, mosquittoHash))).toBe(line);
    expect(mosquittoHash.of("HaSecret123", "mqtt/other")).not.toBe(line);
    // The second line is one of mosquitto_passwd 2.0.
    const theirs =
      "$7$101$FhwbIGON//Uc/6eE$dLSdUSc6Z7awbHWFW34uH82WA3JbPih+ZbJBPP0A9UoASUFAjsegWw4jUemn883txIOUSSk6Scwb/d+1d8cDrw==";
    expect([line, theirs].map((each) => [fits(each, "HaSecret123"), fits(each, "other")])).toEqual([
      [true, false],
      [true, false],
    ]);
  });

  test.each([["zigbee2mqtt/#"], ["#"], ["+/state"], ["a/+/b"], ["a/b"]])("the topics %s are accepted", (topic) => {
    expect(mqtt.contract.refuse?.({ topics: [topic] }, "app")).toBeUndefined();
  });

  test.each([[""], ["a/#/b"], ["a#"], ["a+/b"], ["a b"], ["a\nb"]])("the topics %j are refused", (topic) => {
    expect(mqtt.contract.refuse?.({ topics: [topic] }, "app")?.message).toContain("is not a filter of MQTT topics");
  });
});
