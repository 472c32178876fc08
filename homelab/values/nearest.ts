import { distance } from "fastest-levenshtein";

/**
 * The candidate that was probably meant, or undefined if none is near: at most a third of the letters may differ (one
 * in a short name, but never all). Case is ignored; the first of equally near candidates wins.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((one, other) => one.far - other.far);
  const best = ranked[0];
  return best !== undefined && best.far < word.length && best.far <= Math.max(1, word.length / 3)
    ? best.candidate
    : undefined;
}
