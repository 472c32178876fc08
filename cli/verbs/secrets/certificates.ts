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
A certificate is due when it is missing, expires within tls.renewalDays, has the wrong names, or was not issued by the
private CA. The private CA lasts ten years. A renewal keeps its name and key: certificates that it has signed stay valid,
and machines and people can get the new CA certificate one after the other, until the old one expires.`;

/** `homelab secrets certificates`: shows certificates and issues the ones that are due. */
export const certificatesOf = (tools: Tools) =>
  verb({
    configure: (command) =>
      addSiteOption(command)
        .option("--dry-run", "only show certificates")
        .option("--renew-all", "issue all again, due or not")
        .option("--renew-authority", "renew the private CA for ten years, with its present key")
        .option("--push", "push what was issued to the machines")
        .addHelpText("after", help),
    async run({ site, dryRun, renewAll, renewAuthority, push }, terminal) {
      const { lab } = sceneOf(site, terminal, tools);
      const vault = tools.vaultOf(lab, site);
      await vault.ready();
      const notary = tools.notary();
      const state = await certificateState(vault, views(lab)(certificatesView), notary.now);
      if (renewAuthority && state.ca.key === undefined)
        throw new HomelabError("There is no private CA to renew.", {
          fix: "Run homelab secrets create to make one.",
        });
      const due = state.leaves
        .filter(({ verdict }) => renewAll || verdict.due !== undefined)
        .map(({ certificate }) => certificate);
      print(state, terminal);
      const newCa = renewAuthority === true || state.ca.certificate === undefined;
      if (due.length === 0 && !newCa) {
        terminal.out.line("No certificate is due.");
        return exitCodes.ok;
      }
      if (dryRun) {
        terminal.out.line(`Nothing was issued; ${due.length} would be issued.`);
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
    line(`${"ca".padEnd(width)}  ${words(caVerdict)}  the private CA`);
  for (const { certificate, verdict } of leaves) {
    line(`${certificate.leaf.certificate.item.padEnd(width)}  ${words(verdict)}`);
    line(paint.dim(`  ${[...certificate.names, ...certificate.addresses].join(", ")}`));
  }
}

/** Machines whose bundle contains something that was issued, sorted. */
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
    terminal.out.line("Issued. No machine uses them yet.");
    return exitCodes.ok;
  }
  if (isPushed) return tools.push(names, site, terminal);
  terminal.out.line(`Issued. To push them to the machines: homelab push ${names.join(" ")}`);
  return exitCodes.ok;
}
