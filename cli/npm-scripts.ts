/** What each npm script does; package.json can hold no comments. A test compares the names with it. */
export const npmScripts: Readonly<Record<string, string>> = {
  homelab: "this command; `npm run homelab -- <verb>`",
  synth: "write the Terraform JSON of every stack to cdktf.out",
  check: "all checks that need nothing but Node: format, lint, types, tests",
  test: "unit tests",
  typecheck: "TypeScript, strict, nothing written",
  lint: "oxlint: types, purity, and which room may import which",
  format: "format every source file",
  "format:check": "say which files are not formatted",
  generate: "write anew what is computed and committed: homelab.schema.json and docs/generated",
  "check:configs": "the real programs judge what is rendered; needs root, and the programs",
  bench: "time and memory of synthesis for homelabs of up to 1,000 guests",
  docs: "write the pages of docs/generated anew",
  get: "make the provider bindings (.gen) from schemas/ when they are stale",
  "get:check": "say whether the provider bindings are stale",
  "rehearse:bootstrap": "homelab bootstrap against a throw-away host; needs root and openssh-server",
  "get:refresh": "fetch schemas/ anew; needs Terraform and its registry",
};
