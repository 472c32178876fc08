import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

/**
 * Stands in for Netbird's server: `netbird-stand-in.ts <port>`. It stores what clients send, returns objects in lists
 * for which it accepts ids, has one policy that was made by hand, and is also the sign-on:
 * `http://127.0.0.1:<port>/api/issuer/`.
 */

interface Rule {
  readonly sources: readonly (string | { readonly id: string })[];
}

interface Item {
  readonly id: string;
  readonly name?: string;
  readonly issued?: string;
  readonly rules?: readonly Rule[];
  readonly [key: string]: unknown;
}

const byHand = (id: string, name: string, description: string): Item => ({
  id,
  name,
  description,
  enabled: true,
  rules: [{ enabled: true, sources: [{ id: "all" }], destinations: [{ id: "all" }] } as Rule],
});

/** Id of the only identity provider; people have already signed on with it. */
const provider = "idp";

/** The stored items by list. Two people have signed on, so their groups exist; homelab.yaml declares one of them. */
const lists = new Map<string, Item[]>([
  ["accounts", [{ id: "account", settings: { extra: { user_approval_required: true } }, onboarding: {} }]],
  [
    "users",
    [
      { id: "owner", role: "owner", idp_id: "local", auto_groups: [] },
      { id: "declared", email: "Operator@example.org", role: "user", idp_id: provider, auto_groups: ["of-admins"] },
      { id: "stranger", email: "gone@example.org", role: "admin", idp_id: provider, auto_groups: ["of-admins", "own"] },
    ],
  ],
  ["groups", ["admins", "household"].map((name) => ({ id: `of-${name}`, name, issued: "jwt" }))],
  ["policies", [byHand("1", "Default", "This is a default rule that allows all"), byHand("2", "by hand", "")]],
]);
let owned = false;
let numbers = 0;

/** Ids are returned as objects. */
const answered = (list: string, item: Item): Item => ({
  ...item,
  ...(list === "groups" && { issued: item.issued ?? "api" }),
  ...(item.rules && {
    rules: item.rules.map((rule) => ({
      ...rule,
      sources: rule.sources.map((each) => (typeof each === "string" ? { id: each } : each)),
    })),
  }),
});

function answer(method: string, path: string, body: object): unknown {
  if (path === "instance") return { setup_required: !owned };
  if (path === "setup") {
    owned = true;
    return { personal_access_token: "nbp_first" };
  }
  if (path === "users/current") return lists.get("users")?.[0];
  const [, list = path, id] = ["PUT", "DELETE"].includes(method) ? (/^(.+)\/([^/]+)$/.exec(path) ?? []) : [];
  const items = lists.get(list) ?? [];
  // An empty list is returned as null, as Netbird often does.
  if (method === "GET") return items.length === 0 ? null : items.map((item) => answered(list, item));
  const others = items.filter((item) => item.id !== id);
  const item: Item = {
    expiration_date: "2999-01-01T00:00:00.0Z",
    key: "key",
    // The identity provider of a user cannot be changed.
    ...(list === "users" && items.find((each) => each.id === id)),
    ...body,
    id: id ?? (list === "identity-providers" ? provider : `${list}-${++numbers}`),
  };
  lists.set(list, method === "DELETE" ? others : [...others, item]);
  return { ...item, plain_token: "nbp_second" };
}

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const said = await text(request);
  const path = request.url?.replace("/api/", "") ?? "";
  const isFree = ["instance", "setup", "issuer/.well-known/openid-configuration"].includes(path);
  const isKnown = isFree || request.headers.authorization?.startsWith("Token nbp_") === true;
  response.statusCode = isKnown ? 200 : 401;
  const body = said.trim() === "" ? {} : (JSON.parse(said) as object);
  response.end(`${JSON.stringify(isKnown ? answer(request.method ?? "", path, body) : { message: "no" })}\n`);
}

const serve = (port: number): unknown =>
  createServer((request, response) => void respond(request, response)).listen(port, "127.0.0.1");

serve(Number(process.argv[2]));
