/** Nothing that a catalog could use. */
export const answer = 42;
