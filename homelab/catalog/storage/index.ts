import type { Service } from "../../model";
import { minio } from "./minio";
import { nas } from "./nas";

/** Storage of files and objects. */
export const storage: readonly Service[] = [nas, minio];
