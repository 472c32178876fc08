import { caFile, generated, use, type Contract, type Refusal, type Secret, type Use } from "../../../../homelab";

export interface MqttRequest {
  /** Filters of the topics that the account may read and write: `zigbee2mqtt/#`. */
  readonly topics: readonly string[];
}

/** What a client writes into its configuration. The broker uses TLS with a leaf of the private CA. */
export interface MqttSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: Secret;
}

/** A client's own account on the MQTT broker. */
export const contract: Contract<MqttRequest, MqttSettings, { readonly password: Secret }> = {
  name: "mqtt",
  port: "mqtts",
  clientsOnly: true,
  refuse: ({ topics }) => refuseTopics(topics),
  secrets: (_, client) => ({ password: generated("mqtt", client, `password of the MQTT account ${client}`) }),
  settings: ({ address, port }, _, { password }) => ({ host: address, port, user: password.field, password }),
  url: ({ user, host, port }) => `mqtts://${user}@${host}:${port}?ca=${caFile}`,
};

/** An account that may read and write these topics. */
export const account = (...topics: readonly string[]): Use<MqttSettings, false> => use(contract, { topics });

/** A level is plain text or `+`, and the last may be `#` (MQTT 3.1.1, 4.7); the access list has one filter per line. */
const filter = /^(\+|[^+#/\s]*)(\/(\+|[^+#/\s]*))*(\/#)?$|^#$/;

function refuseTopics(topics: readonly string[]): Refusal | undefined {
  if (topics.length === 0) {
    return { message: "An MQTT account without topics is useless.", fix: "Add topics, for instance home/#." };
  }
  const bad = topics.find((topic) => topic === "" || !filter.test(topic));
  return bad === undefined
    ? undefined
    : {
        message: `${JSON.stringify(bad)} is not a filter of MQTT topics.`,
        fix: "Write levels separated by /, without spaces; + matches one level, # at the end matches all levels below.",
      };
}
