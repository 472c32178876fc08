import { assertBindings } from "./bindings-state";

// Imported first by programs whose other imports need the bindings.
assertBindings();
