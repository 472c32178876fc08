import { spawn, type StdioOptions } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { framed, Unreachable, type Finished, type Shell } from "./shell";
import type { SshTarget } from "./ssh-target";
import { unreachable } from "./ssh-words";

/** The exit code of ssh when the connection fails; our scripts never use it. */
const sshFailed = 255;

/** A dead connection is noticed after 15 s, an absent host after 10. */
const patience = { ConnectTimeout: 10, ServerAliveInterval: 5, ServerAliveCountMax: 3 };

/**
 * A machine over SSH. The first command opens a connection that later ones share. It runs the `ssh` of PATH, so the
 * operator's agent, configuration and known hosts apply.
 */
export function sshShell(target: SshTarget): Shell {
  const directory = mkdtempSync(join(tmpdir(), "homelab-"));
  const socket = join(directory, "s");
  const destination = `${target.user}@${target.address}`;
  const options = optionsOf(target);
  let opened: Promise<void> | undefined;

  return {
    async run(script, runOptions = {}) {
      if (runOptions.fresh !== true) await (opened ??= openMaster([...options, "-S", socket], target, directory));
      const { command, stream } = framed(script, runOptions);
      const way = runOptions.fresh === true ? "none" : socket;
      const finished = await execute([...options, "-S", way, destination, command], stream, runOptions.onLine);
      if (finished.code === sshFailed) throw unreachable(target, finished.stderr);
      return finished;
    },
    async close() {
      if (opened !== undefined) await execute([...options, "-S", socket, "-O", "exit", destination]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function optionsOf({ batch, hostKeys, knownHostsFile, jump }: SshTarget): readonly string[] {
  // Not -J: the connection to the jump host would ignore patience and batch.
  const way = `ssh -o ConnectTimeout=${patience.ConnectTimeout}${batch === true ? " -o BatchMode=yes" : ""} -W [%h]:%p`;
  const settings = {
    ...patience,
    ...(batch === true && { BatchMode: "yes" }),
    ...(hostKeys !== undefined && { StrictHostKeyChecking: hostKeys === "known" ? "yes" : "accept-new" }),
    ...(jump !== undefined && { ProxyCommand: `${way} ${jump}` }),
    ...(knownHostsFile !== undefined && { UserKnownHostsFile: `"${knownHostsFile}"` }),
  };
  return ["-T", ...Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`])];
}

/**
 * Opens the shared connection in the background; it ends by itself after a minute without use. Its messages go to a
 * file, because older versions of ssh keep standard error open as long as the connection lives.
 */
async function openMaster(options: readonly string[], target: SshTarget, directory: string): Promise<void> {
  const messages = join(directory, "messages");
  const log = openSync(messages, "w");
  try {
    const args = [...options, "-M", "-o", "ControlPersist=60", "-f", "-N", `${target.user}@${target.address}`];
    const { code } = await start(args, ["ignore", "ignore", log]).ended;
    if (code !== 0) throw unreachable(target, readFileSync(messages, "utf8"));
  } finally {
    closeSync(log);
  }
}

/** Runs ssh with an input, and collects its output. */
async function execute(args: readonly string[], input?: Buffer, onLine?: (line: string) => void) {
  const { child, ended } = start(args, "pipe");
  // ssh may end before it has read all input; its exit code says why.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input ?? "");
  const [stdout, stderr, { code }] = await Promise.all([
    collected(child.stdout, onLine),
    collected(child.stderr, onLine),
    ended,
  ]);
  return { code, stdout, stderr } satisfies Finished;
}

function start(args: readonly string[], stdio: StdioOptions) {
  const child = spawn("ssh", args, { stdio, env: process.env });
  const ended = new Promise<{ readonly code: number }>((resolve, reject) => {
    child.once("error", ({ message }) =>
      reject(
        new Unreachable(
          `ssh cannot be started: ${message}.`,
          "Install the OpenSSH client, and check that ssh is in PATH.",
        ),
      ),
    );
    // A signal ended ssh: what the machine did meanwhile is unknown, as with a broken connection.
    child.once("exit", (code) => resolve({ code: code ?? sshFailed }));
  });
  return { child, ended };
}

async function collected(stream: Readable | null, onLine?: (line: string) => void): Promise<string> {
  if (stream === null) return "";
  stream.setEncoding("utf8");
  if (onLine !== undefined) createInterface({ input: stream }).on("line", onLine);
  let text = "";
  stream.on("data", (part: string) => (text += part));
  // The exit code also shows an error of the stream.
  await new Promise<void>((resolve) => stream.once("close", resolve));
  return text;
}
