/** A function that makes its value when it is first called, and then always returns that one. */
export function lazy<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
