import { bundleFaults, bundleOf } from "../../homelab/bundle";
import { content, contentOf, external, generated, issued, type BundlePart, type Content } from "../../homelab/model";

const faults = (part: BundlePart): readonly string[] => bundleFaults(bundleOf("mine", [part]));
const file = (held: Content, mode?: string): BundlePart => ({
  files: [{ path: "/etc/mine", content: held, ...(mode !== undefined && { mode }) }],
});

const key = issued("mine", "key", "key");
const certificate = issued("mine", "certificate", "certificate");
const password = generated("mine", "password", "password");
const license = external("mine", "license", "license", "Buy one.");
const inJson = (secret: typeof key) => contentOf((hold) => JSON.stringify({ it: hold(secret) }));
const step = (name: string, files: readonly string[]) => ({ name, files, command: ["true"] });

test.each<readonly [what: string, parts: BundlePart, why: string]>([
  [
    "a path that is both a file and a directory",
    { files: ["/etc/a", "/etc/a/b"].map((path) => ({ path, content: "" })) },
    "/etc/a/b cannot be below /etc/a, which is also a file of this bundle.",
  ],
  [
    "a file in the directory that the push uses",
    { files: [{ path: "/var/lib/homelab/applied", content: "" }] },
    "/var/lib/homelab/applied: /var/lib/homelab is reserved for the push, which keeps its state there.",
  ],
  ["a certificate within a line of JSON", file(inJson(certificate)), "/etc/mine: mine/certificate has several lines"],
  [
    "a value from a user among other text",
    file(content`a=${license}`, "0600"),
    "mine/license is a value that the user provides",
  ],
  [
    "a password that every user can read",
    file(content`a=${password}`),
    "every user of the machine could read mine/password",
  ],
  ["a key that every user can read", file(content`${key}`, "0604"), "every user of the machine could read mine/key"],
  [
    "half a second",
    { health: [{ name: "it works", command: ["true"], seconds: 0.5 }] },
    'The health test "it works" has 0.5 as its seconds',
  ],
  ["a step that never runs", { steps: [step("load", [])] }, 'The step "load" would never run'],
  [
    "a second step of the same name",
    { ...file(""), steps: [step("load", ["/etc/mine"]), { ...step("load", ["/etc/mine"]), command: ["false"] }] },
    'Two steps have the name "load".',
  ],
])("%s is refused", (_, parts, why) => {
  expect(faults(parts)).toEqual([expect.stringContaining(why)]);
});

test("passwords within any text, keys on separate lines and public certificates are accepted", () => {
  expect(faults(file(inJson(password), "0640"))).toEqual([]);
  expect(faults(file(content`# both\n${key}${certificate}\n# that is all`, "0600"))).toEqual([]);
  expect(faults(file(content`${certificate}`))).toEqual([]);
});

test("a missing secret does not become an empty text", () => {
  const secrets: Readonly<Record<string, typeof password>> = { password };
  expect(() => content`a = b\npassword = ${secrets["pasword"] as typeof password}\n`).toThrow(
    /after "a = b\\npassword = " in a content is undefined/,
  );
});
