import { flows } from "../../homelab/derive";
import { service, tcp, views, type Service } from "../../homelab/model";
import { guests } from "../../homelab/catalog/guests";
import { flowsCsv } from "../../scripts/docs/flows-csv";
import { assembled } from "../support/assembled";
import { unwatched } from "../support/unwatched";

type Line = Readonly<Record<string, string>>;

/** Reads CSV as a spreadsheet does (RFC 4180): quoted cells may contain commas, doubled quotes and line breaks. */
function readCsv(text: string): readonly Line[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end === "\n") rows.push([]);
    if (end === "") break;
  }
  const [header = [], ...lines] = rows.filter((row) => row.length > 1);
  return lines.map((cells) => {
    expect(cells).toHaveLength(header.length);
    return Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ""]));
  });
}

function csvOf(keys: Readonly<Record<string, unknown>> = {}, services: readonly Service[] = []) {
  const { lab } = assembled(keys, services);
  const text = flowsCsv(lab, views(lab));
  return { text, lines: readCsv(text), flows: views(lab)(flows) };
}

const { text, lines, flows: all } = csvOf();
const find = (reason: string) => lines.filter((line) => line["reason"] === reason);

test("every flow is a line, none is merged, and lines end with LF only", () => {
  expect(lines.map((line) => [line["reason"], line["declared"]])).toEqual(
    all.map(({ reason, declared }) => [reason, declared]),
  );
  expect(text).not.toContain("\r");
  expect(text.endsWith("\n")).toBe(true);
});

test("a line has both ends with their addresses, the port, the reason, and where it is declared", () => {
  expect(find("n8n.db")).toEqual([
    {
      source: "docker",
      "source addresses": "10.0.40.10",
      destination: "postgres",
      "destination addresses": "10.0.20.10",
      protocol: "tcp",
      port: "5432",
      reason: "n8n.db",
      declared: "n8n.uses.db",
    },
  ]);
});

test("a host appears with its gateway address to guests that it routes, and with all its addresses to a zone", () => {
  expect(find("web pve")[0]).toMatchObject({ source: "traefik", "destination addresses": "10.0.30.1" });
  expect(find("apt-proxy.http")[0]).toMatchObject({
    source: "zone:guests",
    "destination addresses": "192.168.1.2 10.0.10.1 10.0.20.1 10.0.30.1 10.0.40.1",
  });
});

test("a zone has the addresses of its members, and the internet is every address", () => {
  expect(find("plex.http")[0]).toMatchObject({
    source: "zone:household",
    "source addresses": "192.168.1.0/24 10.0.30.12",
  });
  expect(find("netbird.stun")[0]).toMatchObject({ "source addresses": "0.0.0.0/0", protocol: "udp", port: "3478" });
});

test("a ping has no port", () => {
  expect(new Set(find("ping").map(({ protocol, port }) => `${protocol}${port}`))).toEqual(new Set(["icmp"]));
});

test("no cell begins like a formula of a spreadsheet", () => {
  expect(lines.flatMap((line) => Object.values(line)).filter((cell) => /^[=+@-]/.test(cell))).toEqual([]);
});

test("quotes, commas and line breaks in a local service are preserved", () => {
  const file = 'my "odd", directory\n/game.ts';
  const game = service({
    name: "game",
    title: "Game",
    description: "A game server.",
    on: guests.coolify,
    ports: { play: tcp(25565, { zones: ["household"] }) },
    source: { file, position: { line: 3, column: 1 } },
    operations: unwatched,
  });
  const { lines: own } = csvOf({}, [game]);
  const line = own.find(({ reason }) => reason === "game.play");
  expect(line?.["declared"]).toBe(`${file}:3 game.ports.play`);
});
