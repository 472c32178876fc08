import {
  caFile,
  content,
  generated,
  groupBy,
  inForm,
  joinedContents,
  leafOf,
  none,
  portOf,
  sandbox,
  offer,
  service,
  tcp,
  type Client,
  type Content,
  type Secret,
} from "../../../../homelab";
import { contract, type MqttRequest } from "./contract";
import { broker } from "./guest";
import { mosquittoHash } from "./password";

const unit = "mosquitto.service";

const files = {
  conf: "/etc/homelab/mosquitto/mosquitto.conf",
  passwords: "/etc/homelab/mosquitto/passwords",
  topics: "/etc/homelab/mosquitto/topics",
  certificate: "/etc/homelab/mosquitto/server.crt",
  key: "/etc/homelab/mosquitto/server.key",
  /** Options with which root on the guest, and the health test, run mosquitto_sub. */
  probe: "/etc/homelab/mosquitto/probe/mosquitto_sub",
  dropIn: `/etc/systemd/system/${unit}.d/homelab.conf`,
} as const;

/** The account of the health test, which runs on the broker's guest. */
const probe = "probe";

export const mosquitto = service({
  name: "mosquitto",
  title: "Mosquitto",
  description: "MQTT broker of the house; each program has an account and its topics.",
  on: broker,
  ports: { mqtts: tcp(8883, { tls: true }) },
  provides: [
    offer(contract, {
      refuse: (_, client) =>
        client === probe
          ? {
              message: `The broker reserves the account ${probe} for its health test.`,
              fix: "Rename the service.",
            }
          : undefined,
    }),
  ],
  secrets: { probe: generated("mqtt", probe, "password of the MQTT account for the broker's health test") },
  operations: {
    metrics: none("it publishes its metrics over MQTT only"),
    logs: { source: "journal", units: [unit] },
    health: {
      // Connects over TLS, signs on and waits for a message, like any client.
      command: ["env", `XDG_CONFIG_HOME=${files.probe.replace(/\/[^/]*$/, "")}`, "mosquitto_sub"],
      startSeconds: 30,
    },
    alerts: none("a common rule reports that it is down"),
    backup: { paths: ["/var/lib/mosquitto"] },
    uptime: { port: "mqtts" },
    tile: none("it has no web interface"),
  },
  render: ({ guest, service: self, secrets: { probe: own }, clients }) => {
    const port = portOf(self.ports, "mqtts");
    const accounts = accountsOf(clients(contract));
    const leaf = leafOf(guest);
    // Only the broker may read them; its unit prevents it from writing below /etc.
    const secret = { mode: "0400", owner: "mosquitto:mosquitto" };
    return {
      packages: ["mosquitto", "mosquitto-clients"],
      files: [
        { path: files.conf, content: conf(port) },
        { path: files.passwords, content: passwords([...accounts, { name: probe, password: own }]), ...secret },
        { path: files.topics, content: topics(accounts), ...secret },
        { path: files.certificate, content: content`${leaf.certificate}` },
        { path: files.key, content: content`${leaf.key}`, ...secret },
        { path: files.probe, content: probeOptions(port, own), mode: "0600" },
        { path: files.dropIn, content: dropIn },
      ],
      units: [
        { name: unit, files: [files.conf, files.dropIn] },
        // A reload keeps sessions; it disconnects clients whose account is gone (mosquitto(8), SIGHUP).
        { name: unit, files: [files.passwords, files.topics, files.certificate, files.key], onChange: "reload" },
      ],
    };
  },
});

interface Account {
  readonly name: string;
  readonly password: Secret;
  readonly topics: readonly string[];
}

/** A service with several Uses of the broker has one account. */
const accountsOf = (clients: readonly Client<MqttRequest, { password: Secret }>[]): readonly Account[] =>
  [...groupBy(clients, ({ name }) => name)].map(([name, own]) => ({
    name,
    password: own[0].secrets.password,
    topics: [...new Set(own.flatMap(({ request }) => request.topics))],
  }));

const passwords = (accounts: readonly Pick<Account, "name" | "password">[]): Content =>
  joinedContents(accounts.map(({ name, password }) => content`${name}:${inForm(password, mosquittoHash)}\n`));

/** The access list; everything that is not in it is forbidden. */
const topics = (accounts: readonly Account[]): string =>
  [...accounts.map((account) => ({ ...account, may: "readwrite" })), { name: probe, topics: [version], may: "read" }]
    .map(({ name, topics: own, may }) =>
      [`user ${name}`, ...own.map((topic) => `topic ${may} ${topic}`), ""].join("\n"),
    )
    .join("\n");

/** A retained topic of the broker, so a subscriber gets a message at once. */
const version = "$SYS/broker/version";

/** Used instead of Debian's file, which stays unchanged (mosquitto.conf(5)). */
const conf = (
  port: number,
): string => `# There is only one listener, and the accounts and topics of the broker apply to it.
per_listener_settings false
allow_anonymous false
password_file ${files.passwords}
acl_file ${files.topics}

# Retained messages, and messages for clients that are away; sessions of clients that stay away expire.
persistence true
persistence_location /var/lib/mosquitto/
autosave_interval 300
persistent_client_expiration 14d
max_queued_messages 1000
max_packet_size 1048576

# To the journal, which adds its own timestamps.
log_dest stdout
log_timestamp false

listener ${port}
certfile ${files.certificate}
keyfile ${files.key}
tls_version tlsv1.2
`;

/** mosquitto_sub's file of options: passed this way, the password does not appear in the process list. */
const probeOptions = (port: number, password: Secret): Content => content`-h 127.0.0.1
-p ${port}
--cafile ${caFile}
-u ${probe}
-P ${password}
-t ${version}
-C 1
-W 5
`;

const dropIn = `[Service]
ExecStartPre=
ExecStart=
ExecStart=/usr/sbin/mosquitto -c ${files.conf}
User=mosquitto
Group=mosquitto
StateDirectory=mosquitto
StateDirectoryMode=0700
Restart=always
RestartSec=5
${sandbox}ProtectSystem=strict
PrivateTmp=yes
CapabilityBoundingSet=
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
SystemCallFilter=@system-service
UMask=0077
`;
