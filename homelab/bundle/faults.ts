import { artifactMode, modeOf, ownerOf, secretName, secretsIn, type Bundle, type BundleFile } from "../model";

/** Sentences about everything in a bundle that no machine could make sense of; none when it may be pushed. */
export function bundleFaults(bundle: Bundle): readonly string[] {
  const { packages, files, artifacts, checks, steps, units, health } = bundle;
  const dressed = [
    ...files.map((file) => ({ ...file, mode: modeOf(file), said: file.mode })),
    ...artifacts.map((artifact) => ({ ...artifact, mode: artifactMode(artifact), said: artifact.mode })),
  ];
  const paths = dressed.map(({ path }) => path);
  const commands = [...checks, ...steps, ...health].map(({ command }) => command);
  const checked = checks.map(({ file }) => file).filter((path) => !files.some((file) => file.path === path));
  const named = [...steps, ...units].flatMap((each) => each.files).filter((path) => !paths.includes(path));
  return [
    ...distinct([...checked, ...named]).map((path) => `A check, step or unit names ${path}, which is no file of it.`),
    ...distinct(paths.filter((path, index) => paths.indexOf(path) !== index)).map((path) => `${path} is in it twice.`),
    ...paths.filter((path) => !isPlainPath(path)).map((path) => `${JSON.stringify(path)} is no plain absolute path.`),
    ...dressed
      .filter(({ mode }) => !/^[0-7]{3,4}$/.test(mode))
      .map(({ path, said }) => `${path}: the mode ${said} is no octal number such as 0644.`),
    ...files.flatMap(unsafeSecrets),
    ...artifacts
      .filter(({ url, checksums = url }) => ![url, checksums].every((address) => /^https:\/\/\S+$/.test(address)))
      .map(({ path }) => `${path}: its address and that of its checksums begin with https://.`),
    ...dressed
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

/** What a user brings may hold any character, and would break the file that it stands in. */
function unsafeSecrets({ path, content }: BundleFile): readonly string[] {
  return secretsIn(content)
    .filter(({ secret, form }) => secret.kind === "external" && (content.length > 1 || form !== "plain"))
    .map(({ secret }) => `${path}: ${secretName(secret)} comes from outside, so it must be the whole file.`);
}

/** Without what lists of paths, one a line, could not hold, or what would name another file. */
function isPlainPath(path: string): boolean {
  const parts = path.split("/").slice(1);
  return path.startsWith("/") && !/[\n\0]/.test(path) && !parts.some((part) => ["", ".", ".."].includes(part));
}
