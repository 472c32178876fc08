import type { Certificate } from "../../homelab/derive";
import { ca as caSecrets, type Secret } from "../../homelab/model";
import { judgeCa, judgeLeaf, type Verdict } from "./judge";
import { issueCa, issueLeaf, renewCa, type Issued, type Notary } from "./issue";
import type { Vault, VaultEntry } from "../secrets/vault";
import { HomelabError } from "../../homelab/values/error";

/** The certificates of a homelab as the vault has them. */
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

/** Reads them all. @throws HomelabError */
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

/** What is issued, in the order in which it is kept. */
export interface Issuing {
  readonly domain: string;
  /** Made when there is none; renewed with the key that it has when asked for. */
  readonly ca: "as it is" | "renew";
  readonly leaves: readonly Certificate[];
}

/**
 * Issues certificates and puts each into the vault, with its key; the authority's as well when there is none.
 *
 * @throws HomelabError also when the authority cannot sign what it is to sign: nothing is issued then.
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
    report(`ca: ${state.ca.key === undefined ? "a new authority" : "renewed, with the same key"}.`);
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
    throw new HomelabError(
      `Of the private authority the vault has only the ${key === undefined ? "certificate" : "key"}.`,
      {
        fix: "Bring back the item ca from a backup. A new authority, which every machine and person has to trust anew, is made once you have deleted what is left of it.",
      },
    );
  if (wish === "renew") return renewCa(domain, key, notary);
  if (caVerdict.due !== undefined)
    throw new HomelabError(`The private authority cannot sign: ${caVerdict.due}.`, { fix: caFix(caVerdict) });
  return { certificate, key };
}

/** How an authority that cannot sign is mended: only time is mended by another certificate for its key. */
export const caFix = ({ daysLeft = 0 }: Verdict): string =>
  daysLeft < 0
    ? "Run homelab secrets certificates --renew-authority; what has to follow is told then."
    : "Bring back the item ca from a backup.";

const entriesOf = (pair: Pair, issued: Issued): readonly VaultEntry[] => [
  { ...placeOf(pair.certificate), value: issued.certificate },
  { ...placeOf(pair.key), value: issued.key },
];

const placeOf = ({ item, field }: Secret) => ({ item, field });
