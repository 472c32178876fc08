import "./notes";

/** What it imports is broken, which is told once, there. */
export const pages = 1;
