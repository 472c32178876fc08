import { stringify } from "yaml";
import { isManaged, view, type Guest } from "../../model";
import { hostLabel } from "../web/dns";

/** First boot of a virtual machine made from a cloud image. */
export interface CloudInit {
  readonly guest: Guest;
  /** Name of the snippet on the node's datastore. */
  readonly fileName: string;
  /** `#cloud-config` user data. */
  readonly userData: string;
}

/**
 * User data for every virtual machine that is made from a cloud image. It contains only what everything else depends
 * on: the operators' keys, and the guest agent, for which Terraform waits. Pushes bring everything after the first
 * boot.
 */
export const cloudInits = view("cloud-init", (lab): readonly CloudInit[] => {
  const { domain, timezone, sshKeys } = lab.site;
  return [...lab.machines.values()]
    .filter(isManaged)
    .filter(({ kind, image }) => kind === "vm" && image !== undefined)
    .map((guest) => ({
      guest,
      fileName: `homelab-${guest.name}-user-data.yaml`,
      userData: `#cloud-config\n${stringify(
        {
          hostname: guest.hostname,
          fqdn: `${guest.hostname}.${hostLabel}.${domain}`,
          manage_etc_hosts: true,
          timezone,
          // Root with keys only: logins come through the node, and Docker's provider needs the engine's socket.
          disable_root: false,
          ssh_pwauth: false,
          users: [{ name: "root", lock_passwd: true, ssh_authorized_keys: sshKeys }],
          package_update: true,
          packages: ["qemu-guest-agent"],
          runcmd: [["systemctl", "enable", "--now", "qemu-guest-agent.service"]],
        },
        { lineWidth: 0 },
      )}`,
    }));
});
