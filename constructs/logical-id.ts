/**
 * Terraform resource name from a stable key: dashes and dots (of interface names) become underscores.
 *
 * Resource addresses are an interface: a renamed one destroys its resource. So they are made from keys that the caller
 * keeps stable (the name of a guest or service), never from a position in a list.
 *
 * @throws Error when the key is not made of lower-case words, digits, dots and dashes.
 */
export function logicalId(...parts: readonly string[]): string {
  const key = parts.join("_");
  const id = key.replace(/[-.]/g, "_");
  // A DNS label may begin with a digit, a Terraform name may not.
  if (/^[0-9]/.test(id)) return logicalId(`n${id}`);
  if (!/^[a-z][a-z0-9_]*$/.test(id)) {
    throw new Error(
      `"${key}" cannot name a Terraform resource: it must begin with a lower-case letter and contain only lower-case ` +
        `letters, digits, dots, dashes and underscores.`,
    );
  }
  return id;
}
