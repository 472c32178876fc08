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
    "a file that is a directory as well",
    { files: ["/etc/a", "/etc/a/b"].map((path) => ({ path, content: "" })) },
    "/etc/a is a file of it, so /etc/a/b cannot lie below it.",
  ],
  [
    "a file in what the machine remembers",
    { files: [{ path: "/var/lib/homelab/applied", content: "" }] },
    "/var/lib/homelab/applied: in /var/lib/homelab the machine keeps what it was given.",
  ],
  ["a certificate in a line of JSON", file(inJson(certificate)), "/etc/mine: mine/certificate has several lines"],
  ["what a user brings among other text", file(content`a=${license}`, "0600"), "mine/license comes from outside"],
  ["a password that all may read", file(content`a=${password}`), "mine/password would lie open to everybody"],
  ["a key that all may read", file(content`${key}`, "0604"), "mine/key would lie open to everybody"],
  [
    "half a second",
    { health: [{ name: "it works", command: ["true"], seconds: 0.5 }] },
    'The health test "it works" goes on for 0.5',
  ],
  ["a step that never runs", { steps: [step("load", [])] }, 'The step "load" names no file'],
  [
    "two steps of one name",
    { ...file(""), steps: [step("load", ["/etc/mine"]), { ...step("load", ["/etc/mine"]), command: ["false"] }] },
    'Two steps are named "load".',
  ],
])("%s is refused", (_, parts, why) => {
  expect(faults(parts)).toEqual([expect.stringContaining(why)]);
});

test("what goes well: passwords in any text, keys in lines of their own, what is public for all", () => {
  expect(faults(file(inJson(password), "0640"))).toEqual([]);
  expect(faults(file(content`# both\n${key}${certificate}\n# that is all`, "0600"))).toEqual([]);
  expect(faults(file(content`${certificate}`))).toEqual([]);
});

test("a secret that is not there does not become an empty text", () => {
  const secrets: Readonly<Record<string, typeof password>> = { password };
  expect(() => content`a = b\npassword = ${secrets["pasword"] as typeof password}\n`).toThrow(
    /after "a = b\\npassword = " in a content is undefined/,
  );
});
