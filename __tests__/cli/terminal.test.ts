import { EventEmitter } from "node:events";
import { inOrder } from "../../cli/in-order";
import { processTerminal, type Surroundings } from "../../cli/terminal";

/** A stream that remembers what is written to it, and may fail. */
function stream() {
  const lines: string[] = [];
  const events = new EventEmitter();
  return {
    lines,
    write: (text: string) => void lines.push(text),
    on: events.on.bind(events),
    fail: (code: string) => void events.emit("error", Object.assign(new Error(`write ${code}`), { code })),
  };
}

function terminal() {
  const [stdout, stderr] = [stream(), stream()];
  const surroundings: Surroundings = { env: {}, stdout, stderr };
  return { ...processTerminal(surroundings), stdout, stderr, surroundings };
}

test("when the reader closes the output, the work goes on and nothing more is written", () => {
  const { out, err, stdout, stderr, surroundings } = terminal();
  out.line("one");
  stdout.fail("EPIPE");
  out.line("two");
  stderr.fail("EPIPE");
  err.line("three");
  expect([stdout.lines, stderr.lines, surroundings.exitCode]).toEqual([["one\n"], [], undefined]);
});

test("output that does not fit on the disk is reported once, and the command fails", () => {
  const { out, stdout, stderr, surroundings } = terminal();
  out.line("one");
  stdout.fail("ENOSPC");
  stdout.fail("ENOSPC");
  expect(stderr.lines).toEqual([expect.stringContaining("Some of the output could not be written: write ENOSPC")]);
  expect(surroundings.exitCode).toBe(1);
});

test("when one work throws, the others finish first, and work that depends on it does not start", async () => {
  const done: string[] = [];
  const work = async (name: string): Promise<void> => {
    if (name === "broken") throw new Error("broken");
    await new Promise((resolve) => setTimeout(resolve, 20));
    done.push(name);
  };
  const all = inOrder(["broken", "slow", "waiting"], (name) => (name === "waiting" ? ["broken"] : []), work);
  await expect(all).rejects.toThrow("broken");
  expect(done).toEqual(["slow"]);
});
