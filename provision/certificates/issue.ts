// oxlint-disable-next-line import/no-unassigned-import -- x509 needs what it adds to Reflect
import "reflect-metadata";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { createPrivateKey, createPublicKey, generateKeyPairSync, webcrypto } from "node:crypto";

/** A certificate and its key, in PEM. */
export interface Issued {
  readonly certificate: string;
  readonly key: string;
}

/** The time, and the random part of a certificate apart from its key. */
export interface Notary {
  readonly now: Date;
  /** 16 bytes in hexadecimal, the first bit not set; unique among the certificates of a CA. */
  readonly serial: () => string;
}

/** What a leaf certificate should contain. */
export interface Wanted {
  /** The first name is the certificate's subject. */
  readonly names: readonly [string, ...string[]];
  readonly addresses: readonly string[];
  /** Days of validity. */
  readonly days: number;
  /** The certificate is due this many days before it expires. */
  readonly renewalDays: number;
}

const day = 86_400_000;

/** Ten years, because people install it by hand on their devices. */
const caDays = 3650;

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** A new private CA, which signs only leaves. */
export function issueCa(domain: string, notary: Notary): Promise<Issued> {
  return renewCa(domain, newKey(), notary);
}

/**
 * Renews the private CA with the same key and name: certificates that it has signed stay valid, for clients that trust
 * the old CA certificate and for clients that trust the new one.
 */
export async function renewCa(domain: string, key: string, { now, serial }: Notary): Promise<Issued> {
  const keys = await keysOf(key);
  const made = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serial(),
      name: [{ CN: [subject(`Homelab authority of ${domain}`)] }],
      ...validity(now, caDays),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return { certificate: pem(made), key };
}

/** A certificate for a server, with a new key. It never outlives the CA. */
export async function issueLeaf(ca: Issued, wanted: Wanted, { now, serial }: Notary): Promise<Issued> {
  const key = newKey();
  const { publicKey } = await keysOf(key);
  const issuer = new X509Certificate(ca.certificate);
  const { notBefore, notAfter } = validity(now, wanted.days);
  const made = await X509CertificateGenerator.create(
    {
      serialNumber: serial(),
      subject: [{ CN: [subject(wanted.names[0])] }],
      issuer: issuer.subjectName,
      notBefore,
      notAfter: notAfter > issuer.notAfter ? issuer.notAfter : notAfter,
      signingAlgorithm: algorithm,
      publicKey,
      signingKey: (await keysOf(ca.key)).privateKey,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension([
          ...wanted.names.map((value) => ({ type: "dns" as const, value })),
          ...wanted.addresses.map((value) => ({ type: "ip" as const, value })),
        ]),
        await AuthorityKeyIdentifierExtension.create(issuer, false, webcrypto),
        await SubjectKeyIdentifierExtension.create(publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return { certificate: pem(made), key };
}

/**
 * A common name cannot be longer; clients use only the alternative names.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#appendix-A.1
 */
const subject = (text: string): string => text.slice(0, 64);

/** Starts an hour ago, because clocks differ. */
function validity(now: Date, days: number) {
  const notBefore = new Date(Math.floor((now.getTime() - day / 24) / 1000) * 1000);
  return { notBefore, notAfter: new Date(notBefore.getTime() + days * day) };
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

async function keysOf(key: string): Promise<webcrypto.CryptoKeyPair> {
  const privateKey = createPrivateKey(key);
  const pkcs8 = privateKey.export({ type: "pkcs8", format: "der" });
  const spki = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  return {
    privateKey: await webcrypto.subtle.importKey("pkcs8", pkcs8, algorithm, true, ["sign"]),
    publicKey: await webcrypto.subtle.importKey("spki", spki, algorithm, true, ["verify"]),
  };
}

const pem = (certificate: X509Certificate): string => `${certificate.toString("pem")}\n`;
