import { bundles, bundleSecrets } from "../../../homelab/bundle";
import { certificates as certificatesView, type Certificate } from "../../../homelab/derive";
import { ca, secretName, views, type Homelab } from "../../../homelab/model";
import type { Verdict } from "../../../provision/certificates/judge";
import { certificateState, issue, type CertificateState } from "../../../provision/certificates/state";
import type { Terminal } from "../../terminal";
import { addSiteOption } from "../site-option";
import { verb } from "../verb";
import { sceneOf, type Tools } from "./scene";
import { exitCodes, HomelabError } from "../../../homelab/values/error";

const help = `
A certificate is due when it is missing, ends within tls.renewalDays, is for other names than it should be, or is not of the
private authority. The authority lasts ten years. Renewed, it keeps its name and key: what it has signed stays good, and
machines and people may be given its new certificate one after the other, until the old one ends.`;

/** `homelab secrets certificates`: shows them and issues those that are due. */
export const certificatesOf = (tools: Tools) =>
  verb({
    configure: (command) =>
      addSiteOption(command)
        .option("--dry-run", "only show them")
        .option("--renew-all", "issue all anew, due or not")
        .option("--renew-authority", "give the authority ten more years, with the key that it has")
        .option("--push", "bring what was issued to the machines")
        .addHelpText("after", help),
    async run({ site, dryRun, renewAll, renewAuthority, push }, terminal) {
      const { lab } = sceneOf(site, terminal);
      const vault = tools.vaultOf(lab, site);
      await vault.ready();
      const notary = tools.notary();
      const state = await certificateState(vault, views(lab)(certificatesView), notary.now);
      if (renewAuthority && state.ca.key === undefined)
        throw new HomelabError("There is no authority to be renewed.", {
          fix: "Run homelab secrets create, which makes one.",
        });
      const due = state.leaves
        .filter(({ verdict }) => renewAll || verdict.due !== undefined)
        .map(({ certificate }) => certificate);
      print(state, terminal);
      const newCa = renewAuthority === true || state.ca.certificate === undefined;
      if (due.length === 0 && !newCa) {
        terminal.out.line("None is due.");
        return exitCodes.ok;
      }
      if (dryRun) {
        terminal.out.line(`Nothing was issued; ${due.length} would be.`);
        return exitCodes.ok;
      }
      const wish = { domain: lab.site.domain, ca: renewAuthority ? "renew" : "as it is", leaves: due } as const;
      await issue(wish, state, vault, notary, (text) => terminal.err.line(terminal.err.paint.dim(text)));
      return finish(holders(lab, due, newCa), push === true, { site, tools, terminal });
    },
  });

function print({ ca: has, caVerdict, leaves }: CertificateState, { out: { line, paint } }: Terminal): void {
  const width = Math.max("ca".length, ...leaves.map(({ certificate }) => certificate.leaf.certificate.item.length));
  const words = ({ daysLeft, due }: Verdict): string => {
    const left = daysLeft === undefined ? "" : `${daysLeft} days left`;
    return due === undefined ? paint.green(left) : paint.yellow([left, `due: ${due}`].filter(Boolean).join(", "));
  };
  if (has.certificate !== undefined || has.key !== undefined || leaves.length > 0)
    line(`${"ca".padEnd(width)}  ${words(caVerdict)}  the private authority`);
  for (const { certificate, verdict } of leaves) {
    line(`${certificate.leaf.certificate.item.padEnd(width)}  ${words(verdict)}`);
    line(paint.dim(`  ${[...certificate.names, ...certificate.addresses].join(", ")}`));
  }
}

/** Machines that are given something of what was issued, sorted. */
function holders(lab: Homelab, due: readonly Certificate[], newCa: boolean): readonly string[] {
  const issued = new Set(due.map(({ leaf }) => secretName(leaf.certificate)));
  if (newCa) issued.add(secretName(ca.certificate));
  return [...views(lab)(bundles)]
    .filter(([, bundle]) => bundleSecrets(bundle).some((secret) => issued.has(secretName(secret))))
    .map(([name]) => name)
    .toSorted();
}

function finish(
  names: readonly string[],
  isPushed: boolean,
  { site, tools, terminal }: { readonly site: string; readonly tools: Tools; readonly terminal: Terminal },
) {
  if (names.length === 0) {
    terminal.out.line("Issued. No machine is given them yet.");
    return exitCodes.ok;
  }
  if (isPushed) return tools.push(names, site, terminal);
  terminal.out.line(`Issued. To bring them to the machines: homelab push ${names.join(" ")}`);
  return exitCodes.ok;
}
