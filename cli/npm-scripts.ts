/**
 * What each npm script does, because package.json cannot contain comments. A test compares the names with package.json.
 */
export const npmScripts: Readonly<Record<string, string>> = {
  homelab: "this command; `npm run homelab -- <verb>`",
  synth: "write the Terraform JSON of every stack to cdktf.out",
  check: "all checks that only need Node: format, lint, types, tests",
  test: "unit tests, which only need Node",
  "test:machine": "tests of the scripts that run on machines, with stand-ins; needs bash and the GNU programs",
  typecheck: "check the types; writes nothing",
  lint: "oxlint: types, purity, and which room may import which",
  format: "format every source file",
  "format:check": "list the files that are not formatted",
  generate: "regenerate what is computed and committed: homelab.schema.json and docs/generated",
  "check:configs": "validate rendered files with the programs that read them; needs root and those programs",
  lab: "rehearse the homelab on this one Linux machine; needs root, and names the programs that it needs",
  "rehearse:host": "rehearse a push to a PVE host in a throw-away copy of this machine's files; needs root",
  bench: "measure time and memory of synthesis for homelabs of up to 1,000 guests",
  docs: "regenerate the pages of docs/generated",
  golden: "regenerate __tests__/golden: every file and resource of the shipped homelab, for review",
  get: "make the provider bindings (.gen) from schemas/ when they are stale",
  "get:check": "check whether the provider bindings are stale",
  "rehearse:bootstrap": "rehearse homelab bootstrap on a throw-away host; needs root and openssh-server",
  "get:refresh": "fetch schemas/ again; needs Terraform and access to its registry",
};
