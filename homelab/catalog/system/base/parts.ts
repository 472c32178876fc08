import { joinedParts, type Context, type Rendered } from "../../../model";
import { apt } from "./apt";
import { metrics } from "./metrics";
import { names } from "./names";
import { noSsh, system } from "./system";

/** The whole base layer as one part. */
export const baseLayer = (context: Context): Rendered =>
  joinedParts([names(context), apt(context), system(context), noSsh(context), metrics]);
