import {
  artifactMode,
  modeOf,
  ownerOf,
  secretName,
  secretsIn,
  type Bundle,
  type BundleFile,
  type Content,
  type Secret,
} from "../model";

/** Sentences about everything in a bundle that no machine could make sense of; none when it may be pushed. */
export function bundleFaults(bundle: Bundle): readonly string[] {
  const { packages, files, artifacts, units } = bundle;
  return [
    ...strayNames(bundle),
    ...placeFaults([...files, ...artifacts].map(({ path }) => path)),
    ...dressFaults(bundle),
    ...files.flatMap(secretFaults),
    ...artifacts
      .filter(({ url, checksums = url }) => ![url, checksums].every((address) => /^https:\/\/\S+$/.test(address)))
      .map(({ path }) => `${path}: its address and that of its checksums begin with https://.`),
    ...packages.filter((name) => !/^[a-z0-9][a-z0-9.+-]+$/.test(name)).map((name) => `${name} is no Debian package.`),
    ...units.filter(({ name }) => !/^[\w@:.-]+\.[a-z]+$/.test(name)).map(({ name }) => `${name} is no systemd unit.`),
    ...commandFaults(bundle),
    ...stepFaults(bundle),
  ];
}

function strayNames({ files, artifacts, checks, steps, units }: Bundle): readonly string[] {
  const paths = [...files, ...artifacts].map(({ path }) => path);
  const checked = checks.map(({ file }) => file).filter((path) => !files.some((file) => file.path === path));
  const named = [...steps, ...units].flatMap((each) => each.files).filter((path) => !paths.includes(path));
  return distinct([...checked, ...named]).map((path) => `A check, step or unit names ${path}, which is no file of it.`);
}

function placeFaults(paths: readonly string[]): readonly string[] {
  const all = new Set(paths);
  return [
    ...twice(paths).map((path) => `${path} is in it twice.`),
    ...paths.filter((path) => !isPlainPath(path)).map((path) => `${JSON.stringify(path)} is no plain absolute path.`),
    ...paths.flatMap((path) => {
      const above = ancestors(path).find((directory) => all.has(directory));
      return above === undefined ? [] : [`${above} is a file of it, so ${path} cannot lie below it.`];
    }),
    ...paths
      .filter((path) => [path, ...ancestors(path)].includes(memory))
      .map((path) => `${path}: in ${memory} the machine keeps what it was given.`),
  ];
}

/** Of templates/push/common.sh. */
const memory = "/var/lib/homelab";

function dressFaults({ files, artifacts }: Bundle): readonly string[] {
  const dressed = [
    ...files.map((file) => ({ ...file, mode: modeOf(file), said: file.mode })),
    ...artifacts.map((artifact) => ({ ...artifact, mode: artifactMode(artifact), said: artifact.mode })),
  ];
  return [
    ...dressed
      .filter(({ mode }) => !/^[0-7]{3,4}$/.test(mode))
      .map(({ path, said }) => `${path}: the mode ${said} is no octal number such as 0644.`),
    ...dressed
      .filter((file) => !/^[a-z_][\w-]*:[a-z_][\w-]*$/.test(ownerOf(file)))
      .map((file) => `${file.path}: the owner ${file.owner} is not <user>:<group>.`),
  ];
}

function secretFaults(file: BundleFile): readonly string[] {
  const { path, content } = file;
  const all = secretsIn(content);
  // What a user brings may hold any character, and would break the file that it stands in.
  const foreign = all.filter(
    ({ secret, form }) => secret.kind === "external" && (content.length > 1 || form !== "plain"),
  );
  const open = /[4-7]$/.test(modeOf(file)) ? all.filter(({ secret }) => !isPublic(secret)) : [];
  const names = (pieces: typeof all): readonly string[] => distinct(pieces.map(({ secret }) => secretName(secret)));
  return [
    ...names(foreign).map((name) => `${path}: ${name} comes from outside, so it must be the whole file.`),
    ...names(open).map((name) => `${path}: ${name} would lie open to everybody there; a mode such as 0600 keeps it.`),
    ...brokenLines(content).map((secret) => `${path}: ${secretName(secret)} has several lines of its own.`),
  ];
}

const isPublic = ({ kind, field }: Secret): boolean => kind === "issued" && field === "certificate";

/** Keys and certificates that begin or end in the middle of a line, as in a quoted text of JSON. */
function brokenLines(content: Content): readonly Secret[] {
  if (typeof content === "string") return [];
  return content.flatMap((piece, index) => {
    if (typeof piece === "string" || piece.secret.kind !== "issued" || piece.form !== "plain") return [];
    const [before = "\n", after = "\n"] = [content[index - 1], content[index + 1]];
    // PEM ends with a newline, so that another may follow at once.
    const begins = typeof before !== "string" || before.endsWith("\n");
    const ends = typeof after !== "string" || after.startsWith("\n");
    return begins && ends ? [] : [piece.secret];
  });
}

function commandFaults({ checks, steps, health }: Bundle): readonly string[] {
  const commands = [...checks, ...steps, ...health].map(({ command }) => command);
  return [
    ...commands.filter(([program = ""]) => program === "").map(() => "A check, step or health test has no command."),
    ...checks
      .filter(({ command }) => !command.some((word) => word.includes("{}")))
      .map(({ file }) => `The check of ${file} does not say where the new file goes: {} is missing.`),
    ...commands.filter((words) => words.join().includes("\0")).map(([program]) => `${program} gets a NUL character.`),
    ...health
      .filter(({ seconds = 0 }) => !Number.isSafeInteger(seconds) || seconds < 0)
      .map(({ name, seconds }) => `The health test "${name}" goes on for ${seconds}, which is no number of seconds.`),
  ];
}

function stepFaults({ steps }: Bundle): readonly string[] {
  return [
    ...steps
      .filter(({ files }) => files.length === 0)
      .map(({ name }) => `The step "${name}" names no file on whose change it would run.`),
    // A name is how one is known that has run already.
    ...twice(steps.map(({ name }) => name)).map((name) => `Two steps are named "${name}".`),
  ];
}

const distinct = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];

const twice = (items: readonly string[]): readonly string[] =>
  distinct(items.filter((item, index) => items.indexOf(item) !== index));

/** Directories above a path, without the root. */
const ancestors = (path: string): readonly string[] =>
  path
    .split("/")
    .map((_, index, parts) => parts.slice(0, index).join("/"))
    .filter((directory) => directory !== "");

/** Without what lists of paths, one a line, could not hold, or what would name another file. */
function isPlainPath(path: string): boolean {
  const parts = path.split("/").slice(1);
  return path.startsWith("/") && !/[\n\0]/.test(path) && !parts.some((part) => ["", ".", ".."].includes(part));
}
