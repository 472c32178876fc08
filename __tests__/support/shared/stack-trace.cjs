/**
 * Stands in for the module of that name of `cdktf` and `constructs`, which write down where each of thousands of tokens was
 * made. No test reads it, and Jest would translate every line of it.
 */
exports.captureStackTrace = () => [];
