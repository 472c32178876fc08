import { opVault } from "../../provision/secrets/op-vault";
import { runProgram, type RunProgram } from "../../provision/program";
import { awkwardValues } from "../support/values";
import { HomelabError } from "../../homelab/values/error";

const said = (words: string) => `[ERROR] 2026/10/11 12:00:00 ${words}\n`;

interface Item {
  readonly title: string;
  readonly id: string;
  readonly fields: readonly {
    readonly label: string;
    readonly type: string;
    readonly value: string;
    section?: object;
  }[];
}

/** `op` with a vault `homelab`; for the first two words of a command in `fails`, that answer is used. */
function fakeOp(items: readonly Item[] = [], fails: Readonly<Record<string, string>> = {}) {
  const kept = new Map(items.map((item) => [item.title, JSON.stringify(item)]));
  const calls: string[] = [];
  const run: RunProgram = (program, args, input) => {
    calls.push([program, ...args].join(" "));
    const [what = "", verb = "", name = ""] = args;
    const failure = fails[`${what} ${verb}`];
    const title = items.find(({ id }) => id === name)?.title ?? name;
    if (failure !== undefined) return Promise.resolve({ code: 1, stdout: "", stderr: said(failure) });
    if (verb === "create" && input !== undefined) kept.set((JSON.parse(input) as Item).title, input);
    if (verb === "edit" && input !== undefined) kept.set(title, input);
    if (what === "vault" || kept.has(title))
      return Promise.resolve({ code: 0, stdout: kept.get(title) ?? "", stderr: "" });
    if (verb === "create") return Promise.resolve({ code: 0, stdout: "", stderr: "" });
    return Promise.resolve({ code: 1, stdout: "", stderr: said(`"${name}" isn't an item in the "homelab" vault.`) });
  };
  const item = (title: string) => JSON.parse(kept.get(title) ?? "{}") as Item;
  return { run, calls, item };
}

const token = { item: "proxmox", field: "api_token" };
const n8n = { title: "proxmox", id: "id-1", fields: [{ label: "n8n", type: "CONCEALED", value: "there" }] };
const vaultOf = (run: RunProgram, items = {}) => opVault({ vault: "homelab", items }, run);

test("a missing item is made, with a concealed field", async () => {
  const { run, item, calls } = fakeOp();
  await vaultOf(run).write([{ ...token, value: "s3cr3t" }]);
  expect(item("proxmox")).toEqual({
    title: "proxmox",
    category: "API_CREDENTIAL",
    fields: [{ label: "api_token", type: "CONCEALED", value: "s3cr3t" }],
  });
  expect(calls).toContain("op item create - --vault homelab");
});

test("a missing field is added to its item, whose other fields stay unchanged", async () => {
  const { run, item, calls } = fakeOp([n8n]);
  await vaultOf(run).write([{ ...token, value: "s3cr3t" }]);
  expect(item("proxmox").fields).toEqual([...n8n.fields, { label: "api_token", type: "CONCEALED", value: "s3cr3t" }]);
  expect(calls).toContain("op item edit id-1 --vault homelab");
});

test("an existing field gets the new value, and becomes concealed", async () => {
  const open = { ...n8n, fields: [{ label: "API_TOKEN", type: "STRING", value: "old" }] };
  const { run, item } = fakeOp([open]);
  await vaultOf(run).write([{ ...token, value: "s3cr3t" }]);
  expect(item("proxmox").fields).toEqual([{ label: "API_TOKEN", type: "CONCEALED", value: "s3cr3t" }]);
});

test("the user's aliases apply, with a section between item and field", async () => {
  const { run, item } = fakeOp();
  const vault = vaultOf(run, { "proxmox/api_token": "Proxmox VE/API/token of Terraform" });
  await vault.write([{ ...token, value: "s3cr3t" }]);
  expect(item("Proxmox VE")).toMatchObject({
    sections: [{ id: "API", label: "API" }],
    fields: [{ label: "token of Terraform", section: { id: "API" } }],
  });
  expect(await vault.read(token)).toBe("s3cr3t");
});

test("a value is read for each field, an empty one counts as missing, and each item is fetched once", async () => {
  const { run, calls } = fakeOp([
    { ...n8n, fields: [...n8n.fields, { label: "empty", type: "CONCEALED", value: "" }] },
  ]);
  const vault = vaultOf(run);
  const read = await Promise.all(["n8n", "empty", "absent"].map((field) => vault.read({ item: "proxmox", field })));
  expect(read).toEqual(["there", undefined, undefined]);
  expect(calls).toEqual(["op item get proxmox --format json --vault homelab"]);
});

test("fields of one item are written together, and any value is read back unchanged", async () => {
  const { run, calls } = fakeOp([n8n]);
  const entries = awkwardValues.map((value, index) => ({ item: "proxmox", field: `field ${index}`, value }));
  await vaultOf(run).write(entries);
  expect(calls.filter((call) => call.includes("edit"))).toHaveLength(1);
  const vault = vaultOf(run);
  expect(await Promise.all(entries.map((entry) => vault.read(entry)))).toEqual(awkwardValues);
});

test("among fields of one name, the one outside sections counts; two of those are an error", async () => {
  const field = (value: string, section?: object) => ({
    label: "api_token",
    type: "CONCEALED",
    value,
    ...(section && { section }),
  });
  const read = (...fields: readonly ReturnType<typeof field>[]) =>
    vaultOf(fakeOp([{ ...n8n, fields }]).run).read(token);
  expect(await read(field("old", { id: "s", label: "Old" }), field("new"))).toBe("new");
  await expect(read(field("one"), field("two"))).rejects.toMatchObject({
    message: "1Password: the item proxmox has several fields api_token.",
    fix: expect.stringMatching(/secrets\.items/) as string,
  });
});

test("a value never appears in an argument", async () => {
  const { run, calls } = fakeOp([n8n]);
  await vaultOf(run).write([{ ...token, value: "s3cr3t" }]);
  expect(calls.join("\n")).not.toContain("s3cr3t");
});

test("a value that is missing after it was written is an error", async () => {
  const { run } = fakeOp();
  const forgetful: RunProgram = (program, args, input) =>
    args[1] === "create" ? Promise.resolve({ code: 0, stdout: "", stderr: "" }) : run(program, args, input);
  await expect(vaultOf(forgetful).write([{ ...token, value: "s3cr3t" }])).rejects.toThrow(
    /the vault contains another value/,
  );
});

test.each<readonly [words: string, fix: RegExp]>([
  ["You are not currently signed in. Please run `op signin --help` for instructions", /op signin/],
  ["session expired, sign in to create a new session", /OP_SERVICE_ACCOUNT_TOKEN/],
  ["No accounts configured for use with 1Password CLI.", /op signin/],
  ['"homelab" isn\'t a vault in this account. Specify the vault with its ID or name.', /Make the vault homelab/],
  ["(429) Too Many Requests: You've reached the maximum number of this type of request", /Wait/],
  ["something new", /Try op vault get homelab/],
])("op says %j: the vault is not ready, and what to do is told", async (words, fix) => {
  const { run } = fakeOp([], { "vault get": words });
  const problem = await vaultOf(run)
    .ready()
    .catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(HomelabError);
  expect(problem).toMatchObject({ message: `1Password: ${words}`, fix: expect.stringMatching(fix) as string });
});

test("a read-only account, a duplicate item and invalid JSON are errors", async () => {
  const value = "s3cr3t";
  const readOnly = vaultOf(fakeOp([], { "item create": `(403) Forbidden: no permission for ${value}` }).run);
  await expect(readOnly.write([{ ...token, value }])).rejects.toMatchObject({
    message: "1Password: (403) Forbidden: no permission for ...",
    fix: "Give this account permission to read and write items of the vault homelab.",
  });
  const twice = vaultOf(fakeOp([], { "item get": 'More than one item matches "proxmox".' }).run);
  await expect(twice.read(token)).rejects.toMatchObject({ fix: expect.stringMatching(/Rename/) as string });
  const broken: RunProgram = () => Promise.resolve({ code: 0, stdout: `{"value": ${value}`, stderr: "" });
  const problem = await vaultOf(broken)
    .read(token)
    .catch((error: unknown) => String(error));
  expect(problem).toMatch(/not JSON/);
  expect(problem).not.toContain(value);
});

test("without op the error says what to install", async () => {
  const path = process.env["PATH"];
  process.env["PATH"] = "/nowhere";
  const told = vaultOf(runProgram).ready();
  process.env["PATH"] = path;
  await expect(told).rejects.toMatchObject({
    message: "op is not installed.",
    fix: "Install the 1Password CLI, op 2.18 or newer, or set secrets.backend: age in homelab.yaml.",
  });
});
