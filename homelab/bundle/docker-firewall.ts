import { dockerFirewalls, type DockerFirewall } from "../derive";
import type { BundlePart, Get, Machine } from "../model";
import { template } from "../templates";

const rulesFile = "/etc/homelab/docker.rules";
const script = "/usr/local/sbin/homelab-docker-firewall";
const service = "homelab-docker-firewall.service";
const unit = `/etc/systemd/system/${service}`;

/**
 * Runs before Docker, so that no container runs without the rules: Docker keeps a DOCKER-USER chain that already
 * exists. A restart of Docker restarts this unit. Stopping it changes nothing: the chains stay.
 */
const unitText = (firewall: DockerFirewall): string => `[Unit]
Description=What containers may open, outside and on their own host
After=network-pre.target
Before=docker.service
PartOf=docker.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${script}

[Install]
WantedBy=docker.service

[X-Homelab]
# Runs when this file is removed: nothing separates containers after that.
OnRemove=${undoing(firewall).join("; ")}
`;

/** The firewall that separates the containers of a Docker host; empty for any other machine. */
export function dockerFirewallPart(get: Get, machine: Machine): BundlePart {
  const firewall = get(dockerFirewalls).find((one) => one.guest === machine);
  if (firewall === undefined) return {};
  const { rules, jumps } = firewall;
  return {
    packages: ["iptables"],
    files: [
      { path: rulesFile, content: rules },
      { path: script, content: template("docker/firewall.sh", { rules: rulesFile, jump: jumps }), mode: "0755" },
      { path: unit, content: unitText(firewall) },
    ],
    checks: [
      { file: rulesFile, command: ["iptables-restore", "--noflush", "--test", "{}"] },
      { file: script, command: ["bash", "-n", "{}"] },
    ],
    units: [{ name: service, files: [rulesFile, script, unit] }],
    health: jumps.map((jump) => ({
      name: `containers on ${jump[2]} are filtered`,
      command: ["iptables", "--wait", "10", "--check", ...jump],
    })),
  };
}

function undoing({ jumps, chains }: DockerFirewall): readonly string[] {
  return [
    "--flush DOCKER-USER",
    ...jumps.map((jump) => `--delete ${jump.join(" ")}`),
    ...chains.map((chain) => `--flush ${chain}`),
    ...chains.map((chain) => `--delete-chain ${chain}`),
  ].map((change) => `iptables --wait 10 ${change}`);
}
