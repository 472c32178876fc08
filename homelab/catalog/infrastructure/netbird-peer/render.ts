import { nameOf } from "../../../derive";
import { caFile, portOf, roles, type Context, type Rendered } from "../../../model";
import { template } from "../../../templates";
import { netbirdReconciler, netbirdScript } from "../../support/netbird";

const client = "netbird.service";
const joiner = "homelab-netbird-peer.service";

const files = {
  script: "/usr/local/sbin/homelab-netbird-peer",
  unit: `/etc/systemd/system/${joiner}`,
  dropIn: `/etc/systemd/system/${client}.d/homelab.conf`,
  forwarding: "/etc/sysctl.d/60-homelab-netbird.conf",
} as const;

/** Netbird's client, which routes other peers, and a unit that makes it join. */
export function routingPeer({ guest, service, get }: Context): Rendered {
  const options = [
    `--management-url=https://${nameOf(get, roles.vpn)}`,
    `--hostname=${guest.hostname}`,
    `--wireguard-port=${portOf(service.ports, "wireguard")}`,
    // The homelab manages DNS, routes and logins of this guest.
    "--disable-dns",
    "--disable-client-routes",
    "--allow-server-ssh=false",
  ];
  return {
    packages: ["netbird", "jq"],
    files: [
      {
        path: files.forwarding,
        content: "# Peers come in by one interface and go on by another.\nnet.ipv4.ip_forward = 1\n",
      },
      { path: files.dropIn, content: dropIn },
      { path: files.script, content: script(options), mode: "0755" },
      { path: files.unit, content: unit },
    ],
    checks: [{ file: files.script, command: ["bash", "-n", "{}"] }],
    steps: [
      {
        name: "packets of peers are forwarded",
        command: ["sysctl", "--quiet", "--load", files.forwarding],
        files: [files.forwarding],
      },
    ],
    units: [
      { name: client, files: [caFile, files.dropIn] },
      { name: joiner, files: [files.script] },
    ],
  };
}

/**
 * The package creates the unit itself, with a separate log file. With this setting it logs to the journal, as
 * everything else does.
 */
const dropIn = `[Service]
Environment=NB_LOG_FILE=console
MemoryMax=200M
Restart=always
RestartSec=10
`;

/** Server and proxy may come later, and a push does not wait for them. */
const unit = `[Unit]
Description=The homelab's routing peer in Netbird
After=${client} ${netbirdReconciler}
Wants=${client}

[Service]
ExecStart=${files.script}
RemainAfterExit=yes
Restart=on-failure
RestartSec=60
RuntimeDirectory=homelab-netbird-peer
StateDirectory=homelab-netbird-peer
UMask=0077

[Install]
WantedBy=multi-user.target
`;

const script = (options: readonly string[]): string =>
  template("netbird-peer/join.sh", { unit: joiner, options, netbird: netbirdScript });
