import type { Service } from "../../model";
import { minio } from "./minio";
import { nas } from "./nas";

/** Where files lie. */
export const storage: readonly Service[] = [nas, minio];
