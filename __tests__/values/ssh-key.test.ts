import { parseSshKey } from "../../homelab/values/ssh-key";
import { rejectionOf } from "../support/rejection";

const field = (bytes: Buffer | string): Buffer => {
  const body = Buffer.from(bytes);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
};
const line = (type: string, ...fields: readonly (Buffer | string)[]) =>
  `${type} ${Buffer.concat([field(type), ...fields.map(field)]).toString("base64")}`;

const ed25519 = line("ssh-ed25519", Buffer.alloc(32, 7));

test.each([
  ed25519,
  `${ed25519} operator@example.org`,
  `${ed25519} a comment of several words`,
  line("ssh-rsa", Buffer.from([1, 0, 1]), Buffer.alloc(257, 1)),
  line("ecdsa-sha2-nistp256", "nistp256", Buffer.alloc(65, 4)),
  line("sk-ssh-ed25519@openssh.com", Buffer.alloc(32, 7), "ssh:"),
  line("sk-ecdsa-sha2-nistp256@openssh.com", "nistp256", Buffer.alloc(65, 4), "ssh:"),
])("accepts %.40s", (key) => {
  expect(parseSshKey(key)).toBe(key);
});

test("white space around the line is removed", () => {
  expect(parseSshKey(` ${ed25519} \n`)).toBe(ed25519);
});

test.each([
  ["a key that was cut off", ed25519.slice(0, -8), "is damaged"],
  ["a key with a changed letter", ed25519.replace("BwcH", "B!cH"), "is damaged"],
  [
    "a key with bytes left over",
    `ssh-ed25519 ${Buffer.concat([field("ssh-ed25519"), field(Buffer.alloc(32)), Buffer.of(1)]).toString("base64")}`,
    "is damaged",
  ],
  ["a type without a body", "ssh-ed25519", "is damaged"],
  ["a body of another type", ed25519.replace("ssh-ed25519", "ssh-rsa"), "a key of type ssh-ed25519"],
  ["a type that OpenSSH dropped", line("ssh-dss", "p", "q", "g", "y"), "does not begin with the type"],
  ["options in front of the type", `no-pty ${ed25519}`, "does not begin with the type"],
  ["an inherited property name of objects", "constructor AAAA", "does not begin with the type"],
  ["two keys in one entry", `${ed25519}\n${ed25519}`, "several lines"],
  ["a private key", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA", "private key"],
])("refuses %s", (_what, text, reason) => {
  const { rule, message } = rejectionOf(() => parseSshKey(text));
  expect(rule).toBe("ssh-key");
  expect(message).toContain(reason);
});
