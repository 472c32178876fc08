import { compareSync } from "bcryptjs";
import { external, generated, inForm, issued, saltFor, secretForm } from "../../homelab/model";
import { generateValue } from "../../provision/secrets/generate";
import { resolve, scramVerifier } from "../../provision/secrets/values";
import { memoryVault } from "../support/vault";
import { HomelabError } from "../../homelab/values/error";

const password = generated("postgres", "password", "password of the administrator");
const key = external("openai", "api_key", "key of OpenAI", "Make one at https://platform.openai.com.");
const certificate = issued("ca", "certificate", "certificate of the private authority");

test("each secret is read once, and appears in a file in the requested form", async () => {
  const { vault, reads } = memoryVault({ "postgres/password": "secret", "openai/api_key": "k" });
  const values = await resolve(vault, [
    { secret: password, target: "postgres" },
    { secret: password, target: "docker" },
    { secret: key, target: "docker" },
  ]);
  expect(reads).toEqual(["postgres/password", "openai/api_key"]);
  expect(values(inForm(password, "plain"))).toBe("secret");
  expect(values(inForm(password, "sha256"))).toBe("2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b");
  expect(values(inForm(password, "scram-sha-256"))).toBe(values(inForm(password, "scram-sha-256")));
  expect(values(inForm(key, "plain"))).toBe("k");
});

// Keys of RFC 7677, section 3: salt and iterations of its example, password `pencil`.
test("a verifier equals the one of PostgreSQL", () => {
  expect(scramVerifier("pencil", Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64"))).toBe(
    "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
  );
});

test("a bcrypt hash is the same each time, differs for each secret, and matches only the password", async () => {
  const other = generated("adguard", "password", "password of AdGuard Home's administrator");
  const { vault } = memoryVault({ "postgres/password": "secret", "adguard/password": "secret" });
  const values = await resolve(vault, [
    { secret: password, target: "postgres" },
    { secret: other, target: "adguard" },
  ]);
  const hash = values(inForm(password, "bcrypt"));
  expect(hash).toMatch(/^\$2b\$10\$[./A-Za-z0-9]{53}$/);
  expect(values(inForm(password, "bcrypt"))).toBe(hash);
  expect(values(inForm(other, "bcrypt"))).not.toBe(hash);
  expect([compareSync("secret", hash), compareSync("other", hash)]).toEqual([true, false]);
});

test("a form that a catalog defines is a function of the value and the secret's name", async () => {
  const { vault } = memoryVault({ "postgres/password": "secret" });
  const values = await resolve(vault, [{ secret: password, target: "postgres" }]);
  const form = secretForm("reversed-1", (value, name) => `${name}:${value.split("").toReversed().join("")}`);
  expect(values(inForm(password, form))).toBe("postgres/password:terces");
});

test.each(["plain", "bcrypt", "", "Own", "two words", "-a", "a\nb"])("a form cannot be called %j", (name) => {
  expect(() => secretForm(name, (value) => value)).toThrow(/cannot be called .* small letters, digits and hyphens/);
});

test("a salt is the same each time, differs for each secret, and has the requested length", () => {
  expect(saltFor("postgres/password")).toEqual(saltFor("postgres/password"));
  expect(saltFor("postgres/password")).not.toEqual(saltFor("postgres/other"));
  expect([saltFor("a").length, saltFor("a", 12).length]).toEqual([16, 12]);
});

test.each(["PEM", "PEM\n", "PEM\r\n\n"])("PEM ends with one newline when the vault has %j", async (kept) => {
  const { vault } = memoryVault({ "ca/certificate": kept });
  const values = await resolve(vault, [{ secret: certificate, target: "pve" }]);
  expect(values(inForm(certificate, "plain"))).toBe("PEM\n");
});

test("all missing secrets are named at once, with their machines and where to get them", async () => {
  const { vault } = memoryVault({ "ca/certificate": "PEM" });
  const problem = await resolve(vault, [
    { secret: password, target: "postgres" },
    { secret: password, target: "docker" },
    { secret: certificate, target: "docker" },
    { secret: key, target: "docker" },
  ]).catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(HomelabError);
  expect(problem).toMatchObject({
    message: [
      "The test vault lacks:",
      "  postgres/password, for docker, postgres",
      "  openai/api_key, for docker: Make one at https://platform.openai.com.",
    ].join("\n"),
    fix: expect.stringMatching(/homelab secrets create/) as string,
  });
});

test.each([
  ["a command", "$(reboot)"],
  ["a quote", 'a"b'],
  ["a part of a URL", "p@ss"],
  ["the newline of an edit", "abc\n"],
])("a generated secret that contains %s reaches no machine, and is not printed", async (_, value) => {
  const hex = generated("radarr", "api-key", "key", { alphabet: "hex" });
  const { vault } = memoryVault({ "postgres/password": value, "radarr/api-key": "ABC", "openai/api_key": value });
  const problem = await resolve(vault, [
    { secret: password, target: "postgres" },
    { secret: hex, target: "docker" },
    { secret: certificate, target: "docker" },
    { secret: key, target: "docker" },
  ]).catch((error: unknown) => error);
  expect(problem).toMatchObject({
    message: [
      "The test vault lacks:",
      "  ca/certificate, for docker",
      "The test vault has values that cannot be used:",
      "  postgres/password: the value may contain only letters and digits",
      "  radarr/api-key: the value may contain only the characters 0-9 and a-f",
    ].join("\n"),
    fix: expect.stringMatching(/secrets create.*secrets rotate <name>/) as string,
  });
});

test("generated values have the requested length and alphabet, and differ", () => {
  const hex = generated("radarr", "api-key", "key", { alphabet: "hex" });
  const long = generated("authentik", "secret-key", "key", { length: 60 });
  expect(generateValue(hex)).toMatch(/^[0-9a-f]{32}$/);
  expect(generateValue(long)).toMatch(/^[A-Za-z0-9]{60}$/);
  const many = Array.from({ length: 100 }, () => generateValue(long));
  expect(new Set(many).size).toBe(100);
  expect(new Set(many.join("")).size).toBe(62);
});
