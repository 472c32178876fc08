import { X509Certificate } from "node:crypto";
import { judgeCa, judgeLeaf } from "../../provision/certificates/judge";
import { issueCa, issueLeaf, renewCa, type Issued, type Notary, type Wanted } from "../../provision/certificates/issue";

const day = 86_400_000;
const start = new Date("2026-06-01T12:00:00Z");
const later = (days: number) => new Date(start.getTime() + days * day);

let count = 0;
const notary = (now = start): Notary => ({ now, serial: () => (count += 1).toString(16).padStart(32, "0") });

const wanted: Wanted = {
  names: ["postgres.host.home.arpa", "postgres", "*.home.arpa"],
  addresses: ["10.0.20.10"],
  days: 397,
  renewalDays: 30,
};
let authority: Issued;
let leaf: Issued;
beforeAll(async () => {
  authority = await issueCa("home.arpa", notary());
  leaf = await issueLeaf(authority, wanted, notary());
});
const judged = (changed: Partial<Issued> = {}, other: Partial<Wanted> = {}, days = 0) =>
  judgeLeaf({ ...leaf, ...changed }, authority.certificate, { ...wanted, ...other }, later(days));

test("a CA signs only leaves; a leaf is for its names and addresses, and for servers", () => {
  const [ca, server] = [authority, leaf].map(({ certificate }) => new X509Certificate(certificate)) as [
    X509Certificate,
    X509Certificate,
  ];
  expect(ca.ca).toBe(true);
  expect(server.ca).toBe(false);
  expect(server.verify(ca.publicKey)).toBe(true);
  expect(server.checkHost("anything.home.arpa")).toBeDefined();
  expect(server.checkHost("elsewhere.example.org")).toBeUndefined();
  expect(server.checkIP("10.0.20.10")).toBeDefined();
  expect(server.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
  expect(Date.parse(server.validTo) - Date.parse(server.validFrom)).toBe(397 * day);
  expect(judged()).toEqual({ daysLeft: 396 });
  expect(judgeCa(authority, start)).toEqual({ daysLeft: 3649 });
});

test("a leaf is due a month before it expires, and when it has expired", () => {
  expect(judged({}, undefined, 366)).toEqual({ daysLeft: 30 });
  expect(judged({}, undefined, 367)).toEqual({ daysLeft: 29, due: "it expires in 29 days" });
  expect(judged({}, undefined, 500).due).toBe("it has expired");
});

test("validity and renewal follow homelab.yaml", async () => {
  const short = { ...wanted, days: 90, renewalDays: 60 };
  const issued = await issueLeaf(authority, short, notary());
  const dueAfter = (days: number) => judgeLeaf(issued, authority.certificate, short, later(days)).due;
  expect([29, 30].map(dueAfter)).toEqual([undefined, "it expires in 59 days"]);
});

test("a leaf is due when its names, key or CA are wrong", async () => {
  expect(judged({}, { addresses: ["10.0.20.10", "192.168.1.2"] }).due).toBe("it lacks 192.168.1.2");
  expect(judged({}, { names: [wanted.names[0]], addresses: [] }).due).toMatch(/is also for postgres, /);
  expect(judged({ key: (await issueCa("x", notary())).key }).due).toBe("its key does not match");
  const another = await issueCa("home.arpa", notary());
  expect(judgeLeaf(leaf, another.certificate, wanted, start).due).toBe("another CA issued it");
});

test.each<readonly [what: string, changed: Partial<Issued>]>([
  ["no certificate", { certificate: undefined }],
  ["nonsense as a certificate", { certificate: "nonsense" }],
  ["nonsense as a key", { key: "nonsense" }],
])("%s: due, and no error", (_, changed) => {
  expect(judged(changed).due).toBeDefined();
});

test("a renewed CA keeps its name and key: what it has signed stays valid", async () => {
  const renewed = await renewCa("home.arpa", authority.key, notary(later(3000)));
  expect(judgeLeaf(leaf, renewed.certificate, wanted, start)).toEqual({
    daysLeft: 396,
  });
  expect(judgeCa(renewed, later(3000)).daysLeft).toBe(3649);
});

test("a leaf does not outlive its CA", async () => {
  const last = await issueLeaf(authority, wanted, notary(later(3600)));
  expect(new X509Certificate(last.certificate).validTo).toBe(new X509Certificate(authority.certificate).validTo);
});
