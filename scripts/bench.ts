import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Measures time and memory of synthesis, and checks them against the limits of the project. */

interface Measured {
  readonly seconds: number;
  readonly mebibytes: number;
}

type Results = Readonly<Record<(typeof apps)[number]["app"], Measured>>;

const apps = [
  { app: "empty", title: "an empty cdktf app", runs: 5 },
  { app: "homelab", title: "homelab.yaml", runs: 5 },
  { app: "100", title: "100 generated guests", runs: 3 },
  { app: "300", title: "300 generated guests", runs: 3 },
  { app: "1000", title: "1,000 generated guests", runs: 3 },
] as const;

const root = join(__dirname, "..");

function runOnce(app: string, outdir: string): Measured {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", "tsx/cjs", join("scripts", "bench", "app.ts"), app],
    { cwd: root, encoding: "utf8", env: { ...process.env, CDKTF_OUTDIR: outdir } },
  );
  if (status !== 0) throw new Error(`The app ${app} failed:\n${stderr}`);
  return { seconds: (performance.now() - started) / 1000, mebibytes: Number(stdout) / 1024 };
}

function measure(app: string, runs: number): Measured {
  const outdir = mkdtempSync(join(tmpdir(), "homelab-bench-"));
  try {
    const results = Array.from({ length: runs }, () => runOnce(app, outdir));
    return {
      // The fastest run, because other work on the machine only adds time.
      seconds: Math.min(...results.map(({ seconds }) => seconds)),
      mebibytes: Math.max(...results.map(({ mebibytes }) => mebibytes)),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

interface Limit {
  readonly text: string;
  readonly value: (results: Results) => number;
  readonly most: number;
}

/** Seconds that each further guest takes, between two sizes. */
const slope = (from: Measured, to: Measured, guests: number): number => (to.seconds - from.seconds) / guests;

const limits: readonly Limit[] = [
  { text: "homelab.yaml, seconds", value: ({ homelab }) => homelab.seconds, most: 1.5 },
  { text: "homelab.yaml, times an empty app", value: ({ homelab, empty }) => homelab.seconds / empty.seconds, most: 4 },
  { text: "1,000 guests, seconds", value: (results) => results["1000"].seconds, most: 10 },
  {
    // 1 when time is linear in guests, 3.25 when it is quadratic.
    text: "time per further guest, 300 to 1,000 against 100 to 300",
    value: (results) => slope(results["300"], results["1000"], 700) / slope(results["100"], results["300"], 200),
    most: 2,
  },
];

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

/** The better of two measurements of each app. */
function fastest(before: Results | undefined, now: Results): Results {
  if (before === undefined) return now;
  const better = apps.map(({ app }) => [app, before[app].seconds < now[app].seconds ? before[app] : now[app]] as const);
  return Object.fromEntries(better) as Results;
}

function measureAll(): Results {
  print(`${"".padEnd(24)}${"seconds".padStart(9)}${"peak MiB".padStart(10)}   (fastest run)`);
  const entries = apps.map(({ app, title, runs }) => {
    const measured = measure(app, runs);
    const { seconds, mebibytes } = measured;
    print(`${title.padEnd(24)}${seconds.toFixed(2).padStart(9)}${mebibytes.toFixed(0).padStart(10)}   of ${runs} runs`);
    return [app, measured] as const;
  });
  return Object.fromEntries(entries) as Results;
}

/** Whether every limit is met; prints a line for each. */
function judge(results: Results): boolean {
  print("");
  const verdicts = limits.map(({ text, value, most }) => {
    const found = value(results);
    const isKept = found <= most;
    print(`${isKept ? "ok  " : "FAIL"}  ${text}: ${found.toFixed(2)}, at most ${most}`);
    return isKept;
  });
  return verdicts.every(Boolean);
}

/** How often to measure before failing, because the machine may be busy. */
const rounds = 5;

function main(): void {
  let best: Results | undefined;
  for (let round = 1; round <= rounds; round += 1) {
    best = fastest(best, measureAll());
    if (judge(best)) return;
    if (round < rounds) print("\nThe machine may have been busy: measuring again.\n");
  }
  process.exitCode = 1;
}

main();
