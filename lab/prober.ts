// Listens or probes in the network in which it is started. It is a separate process, because each machine has another
// network.
//
//   prober.ts listen <addresses> <ports>             opens every free port of the list, and prints "ready"
//   prober.ts probe  <from address> <milliseconds>   reads targets from standard input, and prints their outcomes
import { execFile } from "node:child_process";
import { createSocket } from "node:dgram";
import { connect, createServer } from "node:net";
import { text } from "node:stream/consumers";

/** Address, protocol, and port (0 for `icmp`). */
export type Target = readonly [address: string, protocol: "tcp" | "udp" | "icmp", port: number];

/** `refused`: by an answer. `filtered`: no answer. An error is a fault of the lab, and must not pass for a firewall. */
export type Outcome = "open" | "refused" | "filtered" | `error ${string}`;

/** How many targets are probed at once, so that those without an answer do not delay the others. */
const atOnce = 250;

interface Options {
  /** `0.0.0.0`: the kernel chooses. */
  readonly from: string;
  readonly milliseconds: number;
}

type Ports = readonly (readonly ["tcp" | "udp", number])[];

/** Binds each address separately: the answer to a datagram must come from the address that received it. */
async function listen(addresses: readonly string[], ports: Ports): Promise<void> {
  const opened = addresses.flatMap((address) =>
    ports.map(([protocol, port]) => (protocol === "tcp" ? listenTcp(address, port) : listenUdp(address, port))),
  );
  await Promise.all(opened);
  process.stdout.write("ready\n");
  process.stdin.on("end", () => process.exit()).resume();
}

/** A program that already listens there answers as well. */
function listenTcp(address: string, port: number): Promise<unknown> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.on("error", () => undefined).end());
    server.once("error", resolve).listen(port, address, () => resolve(undefined));
  });
}

function listenUdp(address: string, port: number): Promise<unknown> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.on("message", (message, from) => socket.send(message, from.port, from.address));
    socket.once("error", resolve).bind(port, address, () => resolve(undefined));
  });
}

const probes: Readonly<Record<Target[1], (address: string, port: number, options: Options) => Promise<Outcome>>> = {
  tcp: (host, port, { from, milliseconds }) =>
    new Promise((resolve) => {
      const socket = connect({ host, port, localAddress: from });
      const end = (outcome: Outcome) => {
        socket.destroy();
        resolve(outcome);
      };
      socket.setTimeout(milliseconds, () => end("filtered"));
      socket.once("connect", () => end("open")).once("error", (error) => end(outcomeOf(error)));
    }),
  udp: (host, port, { from, milliseconds }) =>
    new Promise((resolve) => {
      const socket = createSocket("udp4");
      const end = (outcome: Outcome) => {
        clearTimeout(timer);
        socket.removeAllListeners().on("error", () => undefined);
        socket.close();
        resolve(outcome);
      };
      const timer = setTimeout(() => end("filtered"), milliseconds);
      socket.once("message", () => end("open")).once("error", (error) => end(outcomeOf(error)));
      socket.bind(0, from, () => socket.connect(port, host, () => socket.send("?")));
    }),
  icmp: (host, _, { from }) =>
    new Promise((resolve) => {
      const [program = "ping", ...words] = (process.env["PING"] ?? "ping").split(" ");
      execFile(
        program,
        [...words, "-n", "-q", "-c", "1", "-W", "1", ...(from === "0.0.0.0" ? [] : ["-I", from]), host],
        (error) => resolve(error === null ? "open" : error.code === 1 ? "filtered" : `error ${error.message}`),
      );
    }),
};

async function probe(options: Options): Promise<void> {
  const targets = (JSON.parse(await text(process.stdin)) as readonly Target[]).map((target, index) => ({
    target,
    index,
  }));
  const outcomes: Outcome[] = [];
  const worker = async (): Promise<void> => {
    for (let next = targets.shift(); next !== undefined; next = targets.shift()) {
      const [address, protocol, port] = next.target;
      outcomes[next.index] = await probes[protocol](address, port, options);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  process.stdout.write(JSON.stringify(outcomes), () => process.exit());
}

function outcomeOf({ code = "" }: NodeJS.ErrnoException): Outcome {
  if (code === "ECONNREFUSED") return "refused";
  const silent = ["EHOSTUNREACH", "ENETUNREACH", "EACCES", "ETIMEDOUT", "ECONNRESET", "EPERM"];
  return silent.includes(code) ? "filtered" : `error ${code}`;
}

if (require.main === module) {
  const [verb, first = "", second = ""] = process.argv.slice(2);
  if (verb === "listen") void listen(first.split(","), JSON.parse(second) as Ports);
  else void probe({ from: first, milliseconds: Number(second) });
}
