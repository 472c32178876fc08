import { bundleDigest } from "../../homelab/bundle";
import { secretName, secretsIn, textOf, type Bundle, type SecretPiece } from "../../homelab/model";
import { fetchedOnly, type Artifacts } from "../artifacts/artifacts";
import { manifestOf } from "./manifest";
import { scriptPart, type Part } from "./send";
import type { Values } from "../secrets/values";
import { HomelabError } from "../../homelab/values/error";

/** What a bundle refers to but does not contain; found before anything is sent. */
export interface Supplies {
  /** Default: none, enough for a bundle without secrets. */
  readonly values?: Values;
  /** Default: none, enough for a bundle without artifacts. */
  readonly artifacts?: Artifacts;
}

const scripts = ["push/apply.sh", "push/tell.sh", "push/plan.sh", "push/packages.sh", "push/common.sh"];

/** The files that a machine needs to apply a bundle. Artifacts are sent apart: they may be larger than its memory. */
export function partsOf(bundle: Bundle, { values = unresolved, artifacts = fetchedOnly }: Supplies): readonly Part[] {
  return [
    ...scripts.map(scriptPart),
    { name: "manifest", content: Buffer.from(manifestOf(bundle, artifacts)) },
    { name: "digest", content: Buffer.from(`${bundleDigest(bundle)}\n`) },
    ...bundle.files.map(({ path, content }) => ({
      name: `new${path}`,
      content: Buffer.from(textOf(content, values)),
    })),
  ];
}

function unresolved({ secret }: SecretPiece): string {
  throw new HomelabError(`There is no vault to read ${secretName(secret)} from.`);
}

/**
 * Replaces the values of secrets in a line, because a program that rejects a file often prints the rejected part. Each
 * line of a value is searched, because keys have several. Text shorter than 8 characters is not: it would match by
 * chance.
 */
export function withoutSecrets({ files }: Bundle, { values }: Supplies): (line: string) => string {
  if (values === undefined) return (line) => line;
  const hidden = files
    .flatMap(({ content }) => secretsIn(content))
    .flatMap((piece) => [piece, { ...piece, form: "plain" as const }])
    .flatMap((piece) =>
      values(piece)
        .split("\n")
        .map((text) => [text.trim(), `<${secretName(piece.secret)}>`] as const),
    )
    .filter(([text]) => text.length >= 8 && !text.startsWith("-----"));
  const distinct = [...new Map(hidden)].toSorted(([a], [b]) => b.length - a.length);
  return (line) => distinct.reduce((text, [value, name]) => text.replaceAll(value, name), line);
}
