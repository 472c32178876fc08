import { generated, guests, offer, service, tcp, use, type Context, type Contract } from "../../../homelab";
import { views } from "../../../homelab/model";
import type { Secret, Service, Uses } from "../../../homelab";
import { renderings } from "../../../homelab/derive/machine/rendered";
import { assembled, userOf } from "../../support/assembled";
import { unwatched } from "../../support/unwatched";

/** A contract for boards of a shelf. */
const shelf: Contract<{ readonly board: number }, { readonly url: string }, { readonly key: Secret }> = {
  name: "shelf",
  port: "http",
  refuse: ({ board }) => (board < 1 ? { message: "boards count from 1.", fix: "Ask for board 1." } : undefined),
  secrets: (_, client) => ({ key: generated("library", client, `key of ${client}`) }),
  settings: ({ address, port }) => ({ url: `http://${address}:${port}` }),
};

/** A service with three boards, whose `render` returns what the given function reads. */
const library = (read: (context: Context<Uses, "stamp">) => unknown): Service =>
  service({
    name: "library",
    title: "Library",
    description: "An example.",
    on: guests.docker,
    ports: { http: tcp(8999) },
    provides: [
      offer(shelf, {
        refuse: ({ board }, client) =>
          board > 3 ? { message: `there is no board ${board} for ${client}.`, fix: "Ask for another." } : undefined,
      }),
    ],
    secrets: { stamp: generated("library", "stamp", "mark in each book") },
    operations: unwatched,
    render: (context) => ({ packages: [String(read(context))] }),
  });

const reader = (board: number): Service => userOf(guests.docker, { books: use(shelf, { board }) }, "reader");

/** What the library's `render` reads, with a client of board 2. */
function readBy(read: Parameters<typeof library>[0]): string | Error | undefined {
  const { lab } = assembled({}, [library(read), reader(2)]);
  const found = [...views(lab)(renderings)].find(
    ([
      {
        service: { name },
      },
    ]) => name === "library",
  )?.[1];
  return found instanceof Error ? found : found?.packages?.[0];
}

const refusals = (board: number): readonly string[] =>
  assembled({}, [library(() => ""), reader(board)]).problems.flatMap(({ rule, message }) =>
    rule === "client-refused" ? [message] : [],
  );

test("a provider reads request and secrets of each client, and its own secrets", () => {
  expect(
    readBy(({ clients, secrets }) =>
      clients(shelf).map(
        ({ name, request, secrets: { key } }) => `${name} ${request.board} ${key.field} ${secrets.stamp.field}`,
      ),
    ),
  ).toBe("reader 2 reader stamp");
});

test("an undeclared secret is a type error, and without type checks an error that names it", () => {
  // @ts-expect-error TypeScript knows the secrets of the contract.
  expect(readBy(({ clients }) => String(clients(shelf)[0]?.secrets.kay))).toEqual(
    new Error("the contract shelf has no kay; it has key."),
  );
  // @ts-expect-error TypeScript knows the service's own secrets.
  expect(readBy(({ secrets }) => String(secrets.stomp))).toEqual(
    new Error("library.secrets has no stomp; it has stamp."),
  );
  // @ts-expect-error TypeScript knows the request of the contract.
  expect(readBy(({ clients }) => String(clients(shelf)[0]?.request.bord))).toBe("undefined");
});

test("a contract is a type error where requests of more kinds may come, which it cannot read", () => {
  // @ts-expect-error A shelf counts its boards, so none of them has a name.
  const named: Contract<{ readonly board: number | string }, { readonly url: string }, { readonly key: Secret }> =
    shelf;
  expect(named.refuse?.({ board: "top" }, "reader")).toBeUndefined();
});

test("a file without the secret is a type error for a `render` that reads it", () => {
  const read = ({ secrets }: Context<Uses, "stamp">) => ({ packages: [secrets.stamp.field] });
  const { name } = service({
    name: "archive",
    title: "Archive",
    description: "An example.",
    on: guests.docker,
    secrets: { seal: generated("archive", "seal", "mark on each box") },
    operations: unwatched,
    // @ts-expect-error TypeScript knows the secrets that the file declares.
    render: read,
  });
  expect(name).toBe("archive");
});

test("a contract or a provider can refuse a request, with a reason that depends on it", () => {
  expect(refusals(3)).toEqual([]);
  expect(refusals(0)).toEqual([expect.stringContaining("boards count from 1.")]);
  expect(refusals(4)).toEqual([expect.stringContaining("there is no board 4 for reader.")]);
  // @ts-expect-error TypeScript knows the request of the contract.
  offer(shelf, { refuse: ({ bord }) => (bord > 3 ? { message: "none.", fix: "none." } : undefined) });
});
