import { join } from "node:path";
import { loadHomelab } from "../../homelab/load";
import { InvalidSite } from "../../homelab/site";
import { diagnose, type Diagnosis } from "../doctor";
import type { Reading } from "../doctor/check";
import { thisSystem, type System } from "../doctor/system";
import type { Channel } from "../terminal";
import { addSiteOption } from "./site-option";
import { verb } from "./verb";
import { exitCodes, messageOf, type ExitCode } from "../../homelab/values/error";
import { fixLine, type Paint } from "../../homelab/values/paint";

const root = join(__dirname, "../..");

/** `homelab doctor`, on the given system. */
export function doctorOf(system: System) {
  return verb({
    configure: (command) =>
      addSiteOption(command)
        .option("--offline", "contact no other host")
        .option("--json", "print an array of { name, level, text, fix }")
        .addHelpText("after", "\nThe exit code is 3 when unreachable hosts are the only failures."),
    async run({ site: file, json, offline = false }, { out }) {
      const diagnoses = await diagnose({ system, root, file, reading: read(file, system) }, { offline });
      if (json) out.line(JSON.stringify(diagnoses.map(plain), null, 2));
      else print(diagnoses, out);
      return exitCodeOf(diagnoses);
    },
  });
}

export const doctor = doctorOf(thisSystem);

function read(file: string, system: System): Reading {
  try {
    const { lab, warnings } = loadHomelab(file);
    return { site: lab.site, lab, vault: system.vaultOf(lab.site, file), warnings: warnings.length };
  } catch (error) {
    if (error instanceof InvalidSite) return { problems: error.problems.length };
    return { problems: 1, reason: messageOf(error) };
  }
}

const plain = ({ name, level, text, ...rest }: Diagnosis) => ({
  name,
  level,
  text,
  ...("fix" in rest && { fix: rest.fix }),
});

const colours: Readonly<Record<Diagnosis["level"], keyof Paint>> = {
  ok: "green",
  skipped: "dim",
  warn: "yellow",
  fail: "red",
};

function print(diagnoses: readonly Diagnosis[], { line, paint }: Channel): void {
  const width = Math.max(...diagnoses.map(({ name }) => name.length));
  for (const diagnosis of diagnoses) {
    const { name, level, text } = diagnosis;
    const fix = "fix" in diagnosis ? ` ${fixLine(diagnosis.fix, paint)}` : "";
    line(`${paint[colours[level]](level.padEnd("skipped".length))}  ${name.padEnd(width)}  ${text}${fix}`);
  }
}

function exitCodeOf(diagnoses: readonly Diagnosis[]): ExitCode {
  const failed = diagnoses.filter(({ level }) => level === "fail");
  if (failed.length === 0) return exitCodes.ok;
  return failed.every((diagnosis) => "isUnreachable" in diagnosis) ? exitCodes.unreachable : exitCodes.failed;
}
