import { oidcSettings, signOnClients } from "../../derive";
import { ca, caFile, content, joinedParts, type BundlePart, type Get, type Homelab, type Node } from "../../model";
import { administrators } from "../../site";
import { template } from "../../templates";

const directory = "/etc/homelab/realm";
const settings = `${directory}/settings`;
const key = `${directory}/key`;
const script = "/usr/local/sbin/homelab-realm";
const serviceFile = "/etc/systemd/system/homelab-realm.service";

/** Name of the realm: users are `<user>@authentik` in Proxmox VE. */
const name = "authentik";

/** The group whose members administer the cluster. Proxmox VE appends the realm's name to the names of its groups. */
const realmAdministrators = `${administrators}-${name}`;

/**
 * The realm with which people sign on to the cluster, at the first node. The realms of Linux and Proxmox VE stay. A
 * push does not wait for this unit: a renamed API parameter must not roll back the network and firewall of a node.
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

/** The node itself calls the sign-on, and trusts the CAs of its system (proxmox-openid uses OpenSSL's list). */
const trusted: BundlePart = {
  packages: ["ca-certificates", "openssl"],
  files: [{ path: caFile, content: content`${ca.certificate}` }],
  checks: [{ file: caFile, command: ["openssl", "x509", "-in", "{}", "-noout"] }],
  steps: [
    {
      name: "the private CA is trusted",
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
# Not oneshot: what starts this unit must not wait for it.
Type=exec
RemainAfterExit=yes
ExecStart=${script}
# A cluster without quorum accepts no change.
Restart=on-failure
RestartSec=5min

[Install]
WantedBy=multi-user.target
`;

/** The system's list of CAs is built from the file, and is not rebuilt by itself when the file is removed. */
const distrust = `
[X-Homelab]
OnRemove=rm -f ${caFile} && update-ca-certificates --fresh >/dev/null
`;

const scriptText = template("host/realm.sh", {
  realm: name,
  settings,
  password: key,
  administrators: realmAdministrators,
});
