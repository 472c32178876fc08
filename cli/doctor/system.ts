import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { connect as connectTls } from "node:tls";
import type { Site } from "../../homelab/site";
import { programsWithin } from "../../provision/program";
import type { Vault } from "../../provision/secrets/vault";
import { vaultOf } from "../../provision/secrets/vaults";
import { bindingsProblem } from "../../bindings/state";

/** Outcome of a program; without a code when it is not installed or did not end in time. */
export interface Executed {
  readonly code?: number;
  /** What it printed, standard error included. */
  readonly output: string;
}

/** Outcome of a TLS connection. */
export type Connection =
  | { readonly kind: "trusted" }
  | { readonly kind: "untrusted"; readonly reason: string }
  | { readonly kind: "unreachable"; readonly reason: string };

/** All that the checks may see of the machine, so that tests can give them another one. */
export interface System {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of the Node that runs, for instance `20.19.0`. */
  readonly nodeVersion: string;
  execute(program: string, args: readonly string[]): Promise<Executed>;
  /** Text of a file; undefined when it cannot be read. */
  readonly read: (file: string) => string | undefined;
  readonly exists: (path: string) => boolean;
  isWritable(path: string): boolean;
  connect(host: string, port: number): Promise<Connection>;
  /** IPv4 addresses of a name for whoever is outside; none where it has none, nothing where public DNS does not answer. */
  resolve(host: string): Promise<readonly string[] | undefined>;
  /** Does a STUN server answer there? */
  stun(host: string, port: number): Promise<boolean>;
  /** The vault of a homelab.yaml; it gives up on a program that waits for somebody. */
  vaultOf(site: Site, siteFile: string): Vault;
  /** Why the provider bindings cannot be used; undefined when they can. */
  bindingsProblem(): string | undefined;
}

// A host at home answers at once; a program that asks its server takes a little longer.
const connectMs = 2_000;
const executeMs = 5_000;
const vaultMs = 20_000;

/** This machine. */
export const thisSystem: System = {
  env: process.env,
  nodeVersion: process.versions.node,
  execute,
  read(file) {
    try {
      return readFileSync(file, "utf8");
    } catch {
      return undefined;
    }
  },
  exists: existsSync,
  isWritable(path) {
    try {
      accessSync(path, constants.W_OK);
      return true;
    } catch {
      return false;
    }
  },
  connect,
  resolve: resolvePublicly,
  stun,
  vaultOf: (site, siteFile) => vaultOf(site, siteFile, { run: programsWithin(vaultMs) }),
  bindingsProblem,
};

function execute(program: string, args: readonly string[]): Promise<Executed> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { timeout: executeMs }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      resolve({ output: `${stdout}${stderr}`, ...(typeof code === "number" && { code }) });
    });
    // Nothing may wait for an answer of the user.
    child.stdin?.end();
  });
}

/** The handshake is made with any certificate; whether it would be trusted is told afterwards. */
function connect(host: string, port: number): Promise<Connection> {
  return new Promise((resolve) => {
    const socket = connectTls({ host, port, rejectUnauthorized: false, timeout: connectMs });
    const end = (connection: Connection) => {
      socket.destroy();
      resolve(connection);
    };
    socket.once("timeout", () => end({ kind: "unreachable", reason: `no answer within ${connectMs / 1000} s` }));
    // Without a message when a name has several addresses and none answers.
    socket.once("error", (error: NodeJS.ErrnoException) =>
      end({ kind: "unreachable", reason: error.message || (error.code ?? "no answer") }),
    );
    socket.once("secureConnect", () => {
      const reason = String(socket.authorizationError);
      end(socket.authorized ? { kind: "trusted" } : { kind: "untrusted", reason });
    });
  });
}

// Of two operators, so that neither is needed.
const publicResolvers = ["9.9.9.9", "1.1.1.1"];

/** The house's own resolver has other answers. */
async function resolvePublicly(host: string): Promise<readonly string[] | undefined> {
  const resolver = new Resolver({ timeout: connectMs, tries: 1 });
  resolver.setServers(publicResolvers);
  try {
    return await resolver.resolve4(host);
  } catch (error) {
    return ["ENOTFOUND", "ENODATA"].includes((error as NodeJS.ErrnoException).code ?? "") ? [] : undefined;
  }
}

/**
 * A binding request: type, no attributes, the magic cookie, and an id that comes back.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8489#section-5
 */
const bindingRequest = Buffer.from("000100002112a442686f6d656c6162207374756e", "hex");

function stun(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    const end = (answered: boolean) => {
      clearTimeout(timer);
      socket.close();
      resolve(answered);
    };
    const timer = setTimeout(() => end(false), connectMs);
    socket.once("error", () => end(false));
    socket.once("message", (message) => end(message.subarray(4, 20).equals(bindingRequest.subarray(4))));
    socket.send(bindingRequest, port, host);
  });
}
