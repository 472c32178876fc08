/**
 * Replaces the module of this name in `cdktf` and `constructs`, which records where each of thousands of tokens was
 * made. No test reads these records, and Jest would map every line of them.
 */
exports.captureStackTrace = () => [];
