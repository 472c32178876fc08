import type { Certificate } from "../../homelab/derive";
import { ca as caSecrets, type Secret } from "../../homelab/model";
import { judgeCa, judgeLeaf, type Verdict } from "./judge";
import { issueCa, issueLeaf, renewCa, type Issued, type Notary } from "./issue";
import type { Vault, VaultEntry } from "../secrets/vault";
import { HomelabError } from "../../homelab/values/error";

/** The certificates of a homelab in the vault. */
export interface CertificateState {
  readonly ca: Partial<Issued>;
  readonly caVerdict: Verdict;
  readonly leaves: readonly LeafState[];
}

export interface LeafState {
  readonly certificate: Certificate;
  readonly has: Partial<Issued>;
  readonly verdict: Verdict;
}

/** Reads and judges all certificates. @throws HomelabError */
export async function certificateState(
  vault: Vault,
  certificates: readonly Certificate[],
  now: Date,
): Promise<CertificateState> {
  const ca = await pairOf(vault, caSecrets);
  const leaves = await Promise.all(
    certificates.map(async (certificate) => {
      const has = await pairOf(vault, certificate.leaf);
      const verdict = judgeLeaf(has, ca.certificate ?? "", certificate, now);
      return { certificate, has, verdict };
    }),
  );
  return { ca, caVerdict: judgeCa(ca, now), leaves };
}

interface Pair {
  readonly certificate: Secret;
  readonly key: Secret;
}

async function pairOf(vault: Vault, { certificate, key }: Pair): Promise<Partial<Issued>> {
  const [pem, privateKey] = await Promise.all([vault.read(certificate), vault.read(key)]);
  return { ...(pem !== undefined && { certificate: pem }), ...(privateKey !== undefined && { key: privateKey }) };
}

/** What to issue. */
export interface Issuing {
  readonly domain: string;
  /** The private CA is made when it is missing, whatever this says; `renew` keeps its key. */
  readonly ca: "as it is" | "renew";
  readonly leaves: readonly Certificate[];
}

/**
 * Issues certificates and stores each in the vault, with its key. Makes the private CA when there is none.
 *
 * @throws HomelabError also when the private CA cannot sign; then nothing is issued.
 */
export async function issue(
  { domain, ca, leaves }: Issuing,
  state: CertificateState,
  vault: Vault,
  notary: Notary,
  report: (line: string) => void,
): Promise<void> {
  if (leaves.length === 0 && ca === "as it is" && state.ca.certificate !== undefined) return;
  const signer = await signerOf(domain, ca, state, notary);
  if (signer.certificate !== state.ca.certificate) {
    await vault.write(entriesOf(caSecrets, signer));
    report(`ca: ${state.ca.key === undefined ? "a new private CA" : "renewed, with the same key"}.`);
  }
  for (const certificate of leaves) {
    const issued = await issueLeaf(signer, certificate, notary);
    await vault.write(entriesOf(certificate.leaf, issued));
    report(`${certificate.leaf.certificate.item}: issued for ${certificate.names[0]}.`);
  }
}

async function signerOf(
  domain: string,
  wish: Issuing["ca"],
  { ca, caVerdict }: CertificateState,
  notary: Notary,
): Promise<Issued> {
  const { certificate, key } = ca;
  if (certificate === undefined && key === undefined) return issueCa(domain, notary);
  if (certificate === undefined || key === undefined)
    throw new HomelabError(`The vault has only the ${key === undefined ? "certificate" : "key"} of the private CA.`, {
      fix: "Restore the item ca from a backup. If there is none, delete the rest of the item: then a new private CA is made, which every machine and person has to trust again.",
    });
  if (wish === "renew") return renewCa(domain, key, notary);
  if (caVerdict.due !== undefined)
    throw new HomelabError(`The private CA cannot sign: ${caVerdict.due}.`, { fix: caFix(caVerdict) });
  return { certificate, key };
}

/** The fix for a private CA that cannot sign: a renewal only helps when its certificate has expired. */
export const caFix = ({ daysLeft = 0 }: Verdict): string =>
  daysLeft < 0
    ? "Run homelab secrets certificates --renew-authority, which then names the next command."
    : "Restore the item ca from a backup.";

const entriesOf = (pair: Pair, issued: Issued): readonly VaultEntry[] => [
  { ...placeOf(pair.certificate), value: issued.certificate },
  { ...placeOf(pair.key), value: issued.key },
];

const placeOf = ({ item, field }: Secret) => ({ item, field });
