import { readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogOf } from "../homelab/catalog";
import { declaredHomelab } from "../homelab/checks";
import { parseSite } from "../homelab/site";

const minimal = readFileSync(join(__dirname, "sites", "minimal.yaml"), "utf8");

function problemsOf(more: string, text = minimal): readonly string[] {
  const { site } = parseSite("homelab.yaml", text + more);
  return declaredHomelab(site, catalogOf(site)).problems.map(({ rule, severity }) => `${severity ?? "error"} ${rule}`);
}

const s3 = (endpoint: string) =>
  `state:\n  backend: s3\n  s3: { bucket: state, region: us-east-1, endpoint: "${endpoint}" }\n`;

test.each([
  ["an address of a guest", s3("https://10.0.20.13:9000")],
  ["a name of the homelab", s3("https://s3.homelab.local")],
  ["a web server on the homelab", 'state:\n  backend: http\n  http: { address: "http://192.168.1.7/state" }\n'],
])("state at %s is allowed, with a warning", (_, state) => {
  expect(problemsOf(state)).toEqual(["warning state-at-home"]);
});

test.each([
  ["outside", s3("https://s3.example.org")],
  ["in files beside the project", ""],
])("state %s causes no warning", (_, state) => {
  expect(problemsOf(state)).toEqual([]);
});

test("an app that others use optionally may be switched off, with a warning", () => {
  expect(problemsOf("apps: { radarr: false }\n")).toEqual(["warning absent-provider"]);
});

test("operators may be a wide network, with a warning, but not every address", () => {
  const operators = (entry: string) => minimal.replace(/^operators: .*$/m, `operators: [${entry}]`);
  expect(problemsOf("", operators("10.0.0.0/8"))).toEqual(["warning operators-wide"]);
  expect(problemsOf("", operators("0.0.0.0/0"))).toEqual(["error operators-wide"]);
});
