import { proxmoxToken } from "../../homelab/model/credentials";
import { fail, ok, siteCheck, warn, type Check, type Finding } from "./check";
import type { System } from "./system";

/** Checks of the PVE nodes. */

interface Node {
  readonly endpoint: string;
  readonly insecure: boolean;
}

async function endpointFinding(system: System, name: string, { endpoint, insecure }: Node): Promise<Finding> {
  const { hostname, port } = new URL(endpoint);
  const connection = await system.connect(hostname, Number(port || 443));
  switch (connection.kind) {
    case "trusted":
      return ok(`${name} answers with a trusted certificate.${insecure ? " insecure: false would be safer." : ""}`);
    case "untrusted":
      return insecure
        ? ok(`${name} answers; its certificate is not checked, because insecure is true.`)
        : fail(
            `${name} answers at ${endpoint} with a certificate that is not trusted: ${connection.reason}.`,
            `Install a trusted certificate on it, or set pve.nodes.${name}.insecure: true.`,
          );
    case "unreachable":
      return {
        ...fail(
          `${name} does not answer at ${endpoint}: ${connection.reason}.`,
          `Check that it is on, that this machine can reach its network, and pve.nodes.${name} in homelab.yaml.`,
        ),
        isUnreachable: true,
      } as Finding;
  }
}

const worst = (findings: readonly Finding[]): Finding | undefined => findings.find(({ level }) => level === "fail");

const nodes = siteCheck(
  "Proxmox VE",
  async ({ pve }, { system }) => {
    const findings = await Promise.all(
      Object.entries(pve.nodes).map(([name, node]) => endpointFinding(system, name, node)),
    );
    return worst(findings) ?? ok(findings.map(({ text }) => text).join(" "));
  },
  true,
);

const token = siteCheck("Proxmox VE token", ({ secrets }, { system }) => {
  const { variable } = proxmoxToken;
  if (system.env[variable]) return ok(`${variable} is in the environment.`);
  return warn(
    `${variable} is not in the environment; only a deployment needs it.`,
    secrets.backend === "op"
      ? "Deploy through op run --env-file=<file>, with the file that homelab env prints."
      : "Deploy through homelab env -- npx cdktf deploy <stack>, which reads it from the encrypted file.",
  );
});

export const hostChecks: readonly Check[] = [nodes, token];
