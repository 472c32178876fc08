import {
  formName,
  secretName,
  secretsIn,
  textOf,
  type Bundle,
  type Content,
  type Secret,
  type SecretPiece,
} from "../model";

/** The secrets in a bundle, each once, sorted by name. */
export function bundleSecrets({ files }: Bundle): readonly Secret[] {
  const all = files.flatMap((file) => secretsIn(file.content)).map(({ secret }) => secret);
  return [...new Map(all.map((secret) => [secretName(secret), secret])).values()].toSorted((a, b) =>
    secretName(a) < secretName(b) ? -1 : 1,
  );
}

/** Each file of a bundle for people to read, with references in place of the secrets. */
export function bundleTexts(
  { files }: Bundle,
  reference: (secret: Secret) => string,
): readonly { readonly path: string; readonly text: string }[] {
  return files.map(({ path, content }) => ({ path, text: readable(content, reference) }));
}

const readable = (content: Content, reference: (secret: Secret) => string): string =>
  textOf(content, ({ secret, form }: SecretPiece) =>
    form === "plain" ? reference(secret) : `${formName(form)}(${reference(secret)})`,
  );
