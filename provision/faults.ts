import type { Bundle } from "../homelab/model";
import { modeOf, ownerOf } from "./manifest";

/** Sentences about everything in a bundle that no machine could make sense of; none when it may be pushed. */
export function bundleFaults(bundle: Bundle): readonly string[] {
  const { packages, files, checks, steps, units, health } = bundle;
  const paths = files.map(({ path }) => path);
  const commands = [...checks, ...steps, ...health].map(({ command }) => command);
  const named = [...checks.map(({ file }) => file), ...steps.flatMap((step) => step.files)];
  const unknown = [...named, ...units.flatMap((unit) => unit.files)].filter((path) => !paths.includes(path));
  return [
    ...distinct(unknown).map((path) => `A check, step or unit names ${path}, which is no file of it.`),
    ...distinct(paths.filter((path, index) => paths.indexOf(path) !== index)).map((path) => `${path} is in it twice.`),
    ...paths.filter((path) => !isPlainPath(path)).map((path) => `${JSON.stringify(path)} is no plain absolute path.`),
    ...files
      .filter((file) => !/^[0-7]{3,4}$/.test(modeOf(file)))
      .map((file) => `${file.path}: the mode ${file.mode} is no octal number such as 0644.`),
    ...files
      .filter((file) => !/^[a-z_][\w-]*:[a-z_][\w-]*$/.test(ownerOf(file)))
      .map((file) => `${file.path}: the owner ${file.owner} is not <user>:<group>.`),
    ...packages.filter((name) => !/^[a-z0-9][a-z0-9.+-]+$/.test(name)).map((name) => `${name} is no Debian package.`),
    ...units.filter(({ name }) => !/^[\w@:.-]+\.[a-z]+$/.test(name)).map(({ name }) => `${name} is no systemd unit.`),
    ...commands.filter(([program = ""]) => program === "").map(() => "A check, step or health test has no command."),
    ...checks
      .filter(({ command }) => !command.some((word) => word.includes("{}")))
      .map(({ file }) => `The check of ${file} does not say where the new file goes: {} is missing.`),
    ...commands.filter((words) => words.join().includes("\0")).map(([program]) => `${program} gets a NUL character.`),
  ];
}

const distinct = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];

/** Without what lists of paths, one a line, could not hold, or what would name another file. */
function isPlainPath(path: string): boolean {
  const parts = path.split("/").slice(1);
  return path.startsWith("/") && !/[\n\0]/.test(path) && !parts.some((part) => ["", ".", ".."].includes(part));
}
