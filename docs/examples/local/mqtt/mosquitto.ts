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
  /** For whoever is root here: what mosquitto_sub needs to ask the broker. */
  probe: "/etc/homelab/mosquitto/probe/mosquitto_sub",
  dropIn: `/etc/systemd/system/${unit}.d/homelab.conf`,
} as const;

/** The account with which its own guest asks the broker whether it is well. */
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
              message: `The broker keeps the account ${probe} for itself.`,
              fix: "Choose another name for the service.",
            }
          : undefined,
    }),
  ],
  secrets: { probe: generated("mqtt", probe, "password with which the broker's guest asks whether it is well") },
  operations: {
    metrics: none("it tells its figures by MQTT alone"),
    logs: { source: "journal", units: [unit] },
    health: {
      // Signs on by TLS and waits for a message, as any client does.
      command: ["env", `XDG_CONFIG_HOME=${files.probe.replace(/\/[^/]*$/, "")}`, "mosquitto_sub"],
      startSeconds: 30,
    },
    alerts: none("that it is down is told anyway"),
    backup: { paths: ["/var/lib/mosquitto"] },
    uptime: { port: "mqtts" },
    tile: none("it has no pages"),
  },
  render: ({ guest, service: self, secrets: { probe: own }, clients }) => {
    const port = portOf(self.ports, "mqtts");
    const accounts = accountsOf(clients(contract));
    const leaf = leafOf(guest);
    // Nobody else may read them; in its unit the broker itself may write nothing below /etc.
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
        // Sessions stay; whoever may no longer sign on is sent away (mosquitto(8), SIGHUP).
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

/** A service that asks several times has one account. */
const accountsOf = (clients: readonly Client<MqttRequest, { password: Secret }>[]): readonly Account[] =>
  [...groupBy(clients, ({ name }) => name)].map(([name, own]) => ({
    name,
    password: own[0].secrets.password,
    topics: [...new Set(own.flatMap(({ request }) => request.topics))],
  }));

const passwords = (accounts: readonly Pick<Account, "name" | "password">[]): Content =>
  joinedContents(accounts.map(({ name, password }) => content`${name}:${inForm(password, mosquittoHash)}\n`));

/** What is not in it nobody may do. */
const topics = (accounts: readonly Account[]): string =>
  [...accounts.map((account) => ({ ...account, may: "readwrite" })), { name: probe, topics: [version], may: "read" }]
    .map(({ name, topics: own, may }) =>
      [`user ${name}`, ...own.map((topic) => `topic ${may} ${topic}`), ""].join("\n"),
    )
    .join("\n");

/** Kept by the broker for whoever asks, so that an answer comes at once. */
const version = "$SYS/broker/version";

/** Our file instead of Debian's, which stays as it came (mosquitto.conf(5)). */
const conf = (port: number): string => `# There is one listener: accounts and topics are those of the broker.
per_listener_settings false
allow_anonymous false
password_file ${files.passwords}
acl_file ${files.topics}

# Retained messages, and what waits for clients that are away; those that never come back are forgotten.
persistence true
persistence_location /var/lib/mosquitto/
autosave_interval 300
persistent_client_expiration 14d
max_queued_messages 1000
max_packet_size 1048576

# To the journal, which has a clock of its own.
log_dest stdout
log_timestamp false

listener ${port}
certfile ${files.certificate}
keyfile ${files.key}
tls_version tlsv1.2
`;

/** Lines of mosquitto_sub's own file of options: the password is in no list of processes. */
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
