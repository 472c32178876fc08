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

/** Outcome of a program; it has no code when the program is not installed or did not end in time. */
export interface Executed {
  readonly code?: number;
  /** Standard output, then standard error. */
  readonly output: string;
}

/** Outcome of a TLS connection. */
export type Connection =
  | { readonly kind: "trusted" }
  | { readonly kind: "untrusted"; readonly reason: string }
  | { readonly kind: "unreachable"; readonly reason: string };

/** Everything that the checks use of this machine, so that tests can replace it. */
export interface System {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Version of the running Node.js, for example `20.19.0`. */
  readonly nodeVersion: string;
  execute(program: string, args: readonly string[]): Promise<Executed>;
  /** Text of a file; undefined when it cannot be read. */
  readonly read: (file: string) => string | undefined;
  readonly exists: (path: string) => boolean;
  isWritable(path: string): boolean;
  connect(host: string, port: number): Promise<Connection>;
  /** IPv4 addresses of a name in public DNS; empty when it has none, undefined when public DNS does not answer. */
  resolve(host: string): Promise<readonly string[] | undefined>;
  /** Whether a STUN server answers there. */
  stun(host: string, port: number): Promise<boolean>;
  /** The vault of a homelab.yaml; it stops a program that waits for the user. */
  vaultOf(site: Site, siteFile: string): Vault;
  /** Why the provider bindings cannot be used; undefined when they can. */
  bindingsProblem(): string | undefined;
}

// A host at home answers at once; a program that calls a server takes longer.
const connectMs = 2_000;
const executeMs = 5_000;
const vaultMs = 20_000;

/** The machine that runs this process. */
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
    // A program that asks the user a question must not wait for the answer.
    child.stdin?.end();
  });
}

/** The handshake accepts any certificate; the result then says whether it is trusted. */
function connect(host: string, port: number): Promise<Connection> {
  return new Promise((resolve) => {
    const socket = connectTls({ host, port, rejectUnauthorized: false, timeout: connectMs });
    const end = (connection: Connection) => {
      socket.destroy();
      resolve(connection);
    };
    socket.once("timeout", () => end({ kind: "unreachable", reason: `no answer within ${connectMs / 1000} s` }));
    // The error has no message when a name has several addresses and none answers.
    socket.once("error", (error: NodeJS.ErrnoException) =>
      end({ kind: "unreachable", reason: error.message || (error.code ?? "no answer") }),
    );
    socket.once("secureConnect", () => {
      const reason = String(socket.authorizationError);
      end(socket.authorized ? { kind: "trusted" } : { kind: "untrusted", reason });
    });
  });
}

// Two operators: if one is down, the other answers.
const publicResolvers = ["9.9.9.9", "1.1.1.1"];

/** Does not use the resolver of the house, because its answers differ. */
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
 * A binding request: type, no attributes, the magic cookie, and a transaction id that the response repeats.
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
