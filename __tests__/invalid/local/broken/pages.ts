import "./notes";

/** The file that it imports is broken; the error is reported only once, for that file. */
export const pages = 1;
