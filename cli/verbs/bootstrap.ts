import { InvalidArgumentError } from "@commander-js/extra-typings";
import { nearest } from "../../homelab/values/nearest";
import { bootstrap as prepare, type BootstrapTools } from "../../provision/bootstrap";
import { knownHostsFile } from "../../provision/host-keys";
import { runProgram } from "../../provision/program";
import { sshShell } from "../../provision/shell/ssh";
import { vaultOf } from "../../provision/secrets/vaults";
import { loaded } from "../loaded";
import { addSiteOption } from "./site-option";
import { exitCodeOf, print, type Asked } from "./bootstrap-report";
import { verb } from "./verb";
import { exitCodes, HomelabError } from "../../homelab/values/error";

type Tools = Omit<BootstrapTools, "vault" | "progress">;

/** `homelab bootstrap`, with the given tools. */
export function bootstrapOf(tools: Tools) {
  return verb({
    configure: (command) =>
      addSiteOption(command)
        .argument("[node...]", "PVE nodes to prepare (default: all)")
        .option("--yes", "apply the plan; without it nothing is changed, on the hosts or here")
        .option(
          "--host-key <fingerprint>",
          "SHA256:... of the host's key, as its console shows it; any other key is refused (repeatable)",
          collected,
        )
        .addHelpText("after", "\nExample:\n  homelab bootstrap\n  homelab bootstrap pve --yes --host-key SHA256:..."),
    async run({ site: file, args: nodes, yes = false, hostKey = [] }, terminal) {
      const lab = loaded(file, terminal);
      const { err } = terminal;
      const asked: Asked = { nodes: chosen(nodes, Object.keys(lab.site.pve.nodes)), named: nodes, yes, hostKey, file };
      const report = await prepare(
        lab,
        { nodes: asked.nodes, apply: yes, pinned: hostKey },
        {
          ...tools,
          progress: (text) => err.line(err.paint.dim(text)),
          vault: vaultOf(lab.site, file, { run: tools.run, env: terminal.env }),
        },
      );
      print(report, asked, lab.site.secrets.backend, terminal.out);
      return exitCodeOf(report);
    },
  });
}

export const bootstrap = bootstrapOf({ run: runProgram, shell: sshShell, knownHosts: knownHostsFile() });

/** @throws HomelabError when homelab.yaml does not declare a node. */
function chosen(named: readonly string[], all: readonly string[]): readonly string[] {
  for (const name of named.filter((each) => !all.includes(each))) {
    const guess = nearest(name, all) ?? all.join(" or ");
    throw new HomelabError(`There is no node ${name} under pve.nodes. Did you mean ${guess}?`, {
      exitCode: exitCodes.usage,
    });
  }
  return named.length === 0 ? all : [...new Set(named)];
}

function collected(text: string, before: readonly string[] = []): readonly string[] {
  if (!/^SHA256:[A-Za-z0-9+/]{43}$/.test(text))
    throw new InvalidArgumentError("A fingerprint is SHA256: and 43 characters, as ssh-keygen -l prints it.");
  return [...before, text];
}
