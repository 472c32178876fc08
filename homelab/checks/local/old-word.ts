import type { AnyContract, GuestSpec, Service } from "../../model";
import type { Problem } from "../../values/problem";
import type { LocalCheck, LocalDeclaration } from "./check";

/** Former names of keys -> their names now. */
const words = {
  service: { listens: "ports", refuse: "provides: [offer(contract, { refuse })]" },
  web: { host: "subdomain", listen: "port" },
  operation: { listen: "port" },
  guest: { host: "octet", pet: "stateful", machine: "vm" },
  contract: { endpoint: "port" },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

/** Something with keys, its name in messages, and the keys that were renamed in it. */
type Part = readonly [title: string, part: unknown, words: Readonly<Record<string, string>>];

/** No key has its former name, because nothing reads it. `tcp()` and `udp()` refuse the former name of `zones`. */
export const oldWord: LocalCheck = (declaration) =>
  partsOf(declaration).flatMap(([title, part, renamed]) =>
    Object.entries(renamed)
      .filter(([old]) => typeof part === "object" && part !== null && old in part)
      .map(([old, now]) => problem(declaration, title, old, now)),
  );

function partsOf({ kind, value, keyPlace }: LocalDeclaration): readonly Part[] {
  if (kind === "service") return serviceParts(value, keyPlace);
  if (kind === "guest") return [[`the guest ${value.name}`, value satisfies GuestSpec, words.guest]];
  return kind === "contract" ? [contractPart(value)] : [];
}

function serviceParts(service: Service, keyPlace: LocalDeclaration["keyPlace"]): readonly Part[] {
  const { name, web, operations, provides, uses } = service;
  // A contract from another file is checked with that file.
  const contracts = [...provides, ...Object.values(uses).map(({ contract }) => contract)];
  const own = keyPlace("endpoint") === undefined ? [] : [...new Set(contracts)];
  return [
    [name, service, words.service],
    ...web.map((each): Part => [`the web interface of ${name}`, each, words.web]),
    ...Object.entries(operations ?? {}).flatMap(([part, stated]) =>
      [stated].flat().map((each): Part => [`\`${part}\` of ${name}`, each, words.operation]),
    ),
    ...own.map(contractPart),
  ];
}

const contractPart = (contract: AnyContract): Part => [`the contract ${contract.name}`, contract, words.contract];

function problem({ place, keyPlace }: LocalDeclaration, title: string, old: string, now: string): Problem {
  const also = old === "endpoint" ? " The `host` that its `settings` received is now `address`." : "";
  return {
    rule: "old-word",
    path: [],
    ...(keyPlace(old) ?? place),
    message: `${title.slice(0, 1).toUpperCase()}${title.slice(1)} has the key \`${old}\`, which is now called \`${now}\`.`,
    fix: `Write \`${now}\` instead of \`${old}\`.${also}`,
  };
}
