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

/** One sentence about each fault that makes a bundle invalid; none if it may be pushed. */
export function bundleFaults(bundle: Bundle): readonly string[] {
  const { packages, files, artifacts, units } = bundle;
  return [
    ...strayNames(bundle),
    ...placeFaults([...files, ...artifacts].map(({ path }) => path)),
    ...dressFaults(bundle),
    ...files.flatMap(secretFaults),
    ...artifacts
      .filter(({ url, checksums = url }) => ![url, checksums].every((address) => /^https:\/\/\S+$/.test(address)))
      .map(({ path }) => `${path}: its URL and the URL of its checksums must begin with https://.`),
    ...packages
      .filter((name) => !/^[a-z0-9][a-z0-9.+-]+$/.test(name))
      .map((name) => `"${name}" is not a valid name of a Debian package.`),
    ...units
      .filter(({ name }) => !/^[\w@:.-]+\.[a-z]+$/.test(name))
      .map(({ name }) => `"${name}" is not a valid name of a systemd unit.`),
    ...commandFaults(bundle),
    ...stepFaults(bundle),
  ];
}

function strayNames({ files, artifacts, checks, steps, units }: Bundle): readonly string[] {
  const paths = [...files, ...artifacts].map(({ path }) => path);
  const checked = checks.map(({ file }) => file).filter((path) => !files.some((file) => file.path === path));
  const named = [...steps, ...units].flatMap((each) => each.files).filter((path) => !paths.includes(path));
  return distinct([...checked, ...named]).map(
    (path) => `A check, step or unit names ${path}, which is not a file of this bundle.`,
  );
}

function placeFaults(paths: readonly string[]): readonly string[] {
  const all = new Set(paths);
  return [
    ...twice(paths).map((path) => `${path} appears twice.`),
    ...paths
      .filter((path) => !isPlainPath(path))
      .map((path) => `${JSON.stringify(path)} is not a plain absolute path.`),
    ...paths.flatMap((path) => {
      const above = ancestors(path).find((directory) => all.has(directory));
      return above === undefined ? [] : [`${path} cannot be below ${above}, which is also a file of this bundle.`];
    }),
    ...paths
      .filter((path) => [path, ...ancestors(path)].includes(memory))
      .map((path) => `${path}: ${memory} is reserved for the push, which keeps its state there.`),
  ];
}

/** The same directory as in templates/push/common.sh. */
const memory = "/var/lib/homelab";

function dressFaults({ files, artifacts }: Bundle): readonly string[] {
  const dressed = [
    ...files.map((file) => ({ ...file, mode: modeOf(file), said: file.mode })),
    ...artifacts.map((artifact) => ({ ...artifact, mode: artifactMode(artifact), said: artifact.mode })),
  ];
  return [
    ...dressed
      .filter(({ mode }) => !/^[0-7]{3,4}$/.test(mode))
      .map(({ path, said }) => `${path}: the mode ${said} is not an octal number such as 0644.`),
    ...dressed
      .filter((file) => !/^[a-z_][\w-]*:[a-z_][\w-]*$/.test(ownerOf(file)))
      .map((file) => `${file.path}: the owner ${file.owner} is not <user>:<group>.`),
  ];
}

function secretFaults(file: BundleFile): readonly string[] {
  const { path, content } = file;
  const all = secretsIn(content);
  // A value from a user may contain any character, and could break the syntax of a file around it.
  const foreign = all.filter(
    ({ secret, form }) => secret.kind === "external" && (content.length > 1 || form !== "plain"),
  );
  const open = /[4-7]$/.test(modeOf(file)) ? all.filter(({ secret }) => !isPublic(secret)) : [];
  const names = (pieces: typeof all): readonly string[] => distinct(pieces.map(({ secret }) => secretName(secret)));
  return [
    ...names(foreign).map(
      (name) => `${path}: ${name} is a value that the user provides, so it must be the whole content of the file.`,
    ),
    ...names(open).map(
      (name) => `${path}: every user of the machine could read ${name}. Give the file a mode such as 0600.`,
    ),
    ...brokenLines(content).map(
      (secret) => `${path}: ${secretName(secret)} has several lines, so it must begin and end at line boundaries.`,
    ),
  ];
}

const isPublic = ({ kind, field }: Secret): boolean => kind === "issued" && field === "certificate";

/** Keys and certificates that begin or end in the middle of a line, as in a JSON string. */
function brokenLines(content: Content): readonly Secret[] {
  if (typeof content === "string") return [];
  return content.flatMap((piece, index) => {
    if (typeof piece === "string" || piece.secret.kind !== "issued" || piece.form !== "plain") return [];
    const [before = "\n", after = "\n"] = [content[index - 1], content[index + 1]];
    // PEM ends with a newline, so another piece may follow directly.
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
      .map(({ file }) => `The check of ${file} lacks {}, the placeholder for the path of the new file.`),
    ...commands
      .filter((words) => words.join().includes("\0"))
      .map(([program]) => `The command ${program} contains a NUL character.`),
    ...health
      .filter(({ seconds = 0 }) => !Number.isSafeInteger(seconds) || seconds < 0)
      .map(
        ({ name, seconds }) =>
          `The health test "${name}" has ${seconds} as its seconds, which must be a whole number from 0.`,
      ),
  ];
}

function stepFaults({ steps }: Bundle): readonly string[] {
  return [
    ...steps
      .filter(({ files }) => files.length === 0)
      .map(
        ({ name }) => `The step "${name}" would never run: it must name at least one file whose change triggers it.`,
      ),
    // A push finds by its name whether a step has already run.
    ...twice(steps.map(({ name }) => name)).map((name) => `Two steps have the name "${name}".`),
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

/** Whether a path is absolute, fits on one line, and has no empty part, `.` or `..`. */
function isPlainPath(path: string): boolean {
  const parts = path.split("/").slice(1);
  return path.startsWith("/") && !/[\n\0]/.test(path) && !parts.some((part) => ["", ".", ".."].includes(part));
}
