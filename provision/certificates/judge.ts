import { createPrivateKey, X509Certificate } from "node:crypto";
import type { Issued, Wanted } from "./issue";

/** The state of a certificate in the vault. */
export interface Verdict {
  /** Whole days until it expires, negative afterwards; absent when no certificate can be read. */
  readonly daysLeft?: number;
  /** Why it has to be issued again; absent while it is good. */
  readonly due?: string;
}

const day = 86_400_000;

/** Whether a leaf is good: its key matches, its names are right, our CA issued it, and it does not expire soon. */
export function judgeLeaf(leaf: Partial<Issued>, ca: string, wanted: Wanted, now: Date): Verdict {
  if (leaf.certificate === undefined || leaf.key === undefined) return { due: "not issued yet" };
  const certificate = readCertificate(leaf.certificate);
  const issuer = readCertificate(ca);
  if (certificate === undefined) return { due: "the value in the vault is not a certificate" };
  const daysLeft = daysUntilEnd(certificate, now);
  const due =
    (fits(certificate, leaf.key) ? undefined : "its key does not match") ??
    (issuer !== undefined && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
      ? undefined
      : "another CA issued it") ??
    differing(namesIn(certificate), [...wanted.names, ...wanted.addresses]) ??
    (daysLeft < wanted.renewalDays ? (daysLeft < 0 ? "it has expired" : `it expires in ${daysLeft} days`) : undefined);
  return { daysLeft, ...(due !== undefined && { due }) };
}

/** Whether the CA can sign. */
export function judgeCa(ca: Partial<Issued>, now: Date): Verdict {
  if (ca.certificate === undefined || ca.key === undefined) return { due: "not made yet" };
  const certificate = readCertificate(ca.certificate);
  if (certificate === undefined) return { due: "the value in the vault is not a certificate" };
  const daysLeft = daysUntilEnd(certificate, now);
  const due = fits(certificate, ca.key) ? (daysLeft < 0 ? "it has expired" : undefined) : "its key does not match";
  return { daysLeft, ...(due !== undefined && { due }) };
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function fits(certificate: X509Certificate, key: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

const daysUntilEnd = ({ validTo }: X509Certificate, now: Date): number =>
  Math.floor((Date.parse(validTo) - now.getTime()) / day);

/** `DNS:postgres, IP Address:10.0.20.10`. */
const namesIn = ({ subjectAltName = "" }: X509Certificate): readonly string[] =>
  subjectAltName.split(", ").map((entry) => entry.slice(entry.indexOf(":") + 1));

function differing(has: readonly string[], wanted: readonly string[]): string | undefined {
  const lacking = wanted.filter((name) => !has.includes(name));
  const needless = has.filter((name) => !wanted.includes(name));
  if (lacking.length > 0) return `it lacks ${lacking.join(", ")}`;
  return needless.length > 0 ? `it is also for ${needless.join(", ")}` : undefined;
}
