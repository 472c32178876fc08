import type { Service } from "../../model";
import { mongodb } from "./mongodb";
import { postgres } from "./postgres";
import { redis } from "./redis";

/** The database tier. */
export const database: readonly Service[] = [postgres, mongodb, redis];
