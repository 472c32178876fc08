import { oidcSettings, signOnClients } from "../../derive";
import { ca, caFile, content, joinedParts, type BundlePart, type Get, type Homelab, type Node } from "../../model";
import { administrators } from "../../site";

const directory = "/etc/homelab/realm";
const settings = `${directory}/settings`;
const key = `${directory}/key`;
const script = "/usr/local/sbin/homelab-realm";
const serviceFile = "/etc/systemd/system/homelab-realm.service";

/** Name of the realm: people are `<user>@authentik` in Proxmox VE. */
const name = "authentik";

/** The group whose people are administrators of the cluster; Proxmox VE adds the realm to the names of its groups. */
const realmAdministrators = `${administrators}-${name}`;

/**
 * The realm of the cluster, by which people sign on at the first node. Those of Linux and of Proxmox VE stay as they are. The push
 * does not wait for it: network and firewall of a node must not be taken back because a name of its API has changed.
 */
export function realm({ site }: Homelab, get: Get, node: Node): BundlePart {
  const own = get(signOnClients).find(({ instance, mode }) => instance.machine === node && mode === "oidc");
  const client = own && oidcSettings(get, own.instance.service);
  if (client === undefined) return {};
  return joinedParts([
    site.tls.mode === "internal" ? trusted : {},
    {
      files: [
        { path: settings, content: `issuer=${client.issuer}\nclient=${client.clientId}\n` },
        { path: key, content: content`${client.clientSecret}\n`, mode: "0600" },
        { path: script, content: scriptText, mode: "0755" },
        { path: serviceFile, content: `${serviceText}${site.tls.mode === "internal" ? distrust : ""}` },
      ],
      checks: [{ file: script, command: ["bash", "-n", "{}"] }],
      units: [{ name: "homelab-realm.service", files: [settings, key, script] }],
    },
  ]);
}

/** The node itself asks the sign-on, and believes whom its system believes (proxmox-openid takes OpenSSL's list). */
const trusted: BundlePart = {
  packages: ["ca-certificates", "openssl"],
  files: [{ path: caFile, content: content`${ca.certificate}` }],
  checks: [{ file: caFile, command: ["openssl", "x509", "-in", "{}", "-noout"] }],
  steps: [
    {
      name: "the private authority is trusted",
      command: ["update-ca-certificates", "--fresh"],
      files: [caFile],
    },
  ],
};

const serviceText = `[Unit]
Description=Realm of the sign-on in Proxmox VE
After=pve-cluster.service network-online.target
Wants=network-online.target

[Service]
# No oneshot: whoever starts it does not wait.
Type=exec
RemainAfterExit=yes
ExecStart=${script}
# A cluster without quorum takes no change.
Restart=on-failure
RestartSec=5min

[Install]
WantedBy=multi-user.target
`;

/** The list of the system is made of the file, and does not follow by itself when that goes. */
const distrust = `
[X-Homelab]
OnRemove=rm -f ${caFile} && update-ca-certificates --fresh >/dev/null
`;

const scriptText = `#!/usr/bin/env bash
# Makes the realm ${name} of the cluster what ${settings} says, and its group ${realmAdministrators} administrators. No other
# realm is touched, and none becomes the default: whoever manages the hosts signs in as root@pam whatever happens here.
set -euo pipefail

issuer='' client=''
# shellcheck source=/dev/null
source ${settings}

# domains <create|update> <parameter> <value>...: arguments of a program can be read by everybody here, so the client's
# password comes by standard input. pveum knows no such way; it calls the same function.
domains() {
  perl -e '
    use strict;
    use warnings;
    use PVE::RPCEnvironment;
    use PVE::API2::Domains;
    my ($method, %parameters) = @ARGV;
    chomp($parameters{"client-key"} = <STDIN>);
    PVE::RPCEnvironment->setup_default_cli_env();
    PVE::API2::Domains->$method(\\%parameters);
  ' "$@" <${key}
}

has() { pvesh get "$1" --output-format json >/dev/null 2>&1; }

parameters=(realm ${name} issuer-url "$issuer" client-id "$client" autocreate 1 comment Authentik)
# Groups come along at each sign-on, and go when the sign-on no longer names them.
parameters+=(groups-claim groups groups-overwrite 1 groups-autocreate 0)
if has /access/domains/${name}; then
  domains update "\${parameters[@]}"
else
  # Which claim is the name, can only be said once.
  domains create type openid username-claim username "\${parameters[@]}"
  echo "The realm ${name} is made."
fi
if ! has /access/groups/${realmAdministrators}; then
  pveum group add ${realmAdministrators} --comment "Administrators of the homelab, by Authentik"
fi
pveum acl modify / --groups ${realmAdministrators} --roles Administrator
`;
