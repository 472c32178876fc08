import { z } from "zod";
import { parseUrl } from "../../values/references";
import { choice, demanding, phrase, text } from "./fields";

const optionalUrl = (description: string, example: string) => text(parseUrl, description, example).optional();

/** The keys of each backend; which of them are required is Terraform's own rule. */
const sections = {
  s3: z.strictObject({
    bucket: phrase("Bucket. Required.", "homelab-state"),
    region: phrase("Region; any word if the server has no regions. Required.", "us-east-1"),
    endpoint: optionalUrl("Address of an S3 server other than AWS.", "https://s3.example.org"),
  }),
  http: z.strictObject({
    address: text(
      parseUrl,
      "Address of the state, without the stack's name. Required.",
      "https://state.example.org/homelab",
    ),
    lockAddress: optionalUrl("Address for locking. Default: no locking.", "https://state.example.org/homelab/lock"),
    unlockAddress: optionalUrl("Address for unlocking. Default: no locking.", "https://state.example.org/homelab/lock"),
  }),
  pg: z.strictObject({
    schemaName: phrase("Schema in the database. Default: one per stack.", "homelab").optional(),
  }),
  gcs: z.strictObject({
    bucket: phrase("Bucket. Required.", "homelab-state"),
    prefix: phrase("Folder in the bucket. Default: none.", "homelab").optional(),
  }),
  azurerm: z.strictObject({
    resourceGroupName: phrase("Resource group. Required.", "homelab"),
    storageAccountName: phrase("Storage account. Required.", "homelabstate"),
    containerName: phrase("Container. Required.", "state"),
  }),
};

const requiredKeys = (section: z.ZodObject) =>
  Object.entries(section.shape).flatMap(([key, schema]) => (schema instanceof z.ZodOptional ? [] : [key]));

export const state = demanding(
  z.strictObject({
    backend: choice(
      ["local", "s3", "http", "pg", "gcs", "azurerm"],
      "Where Terraform keeps its state; credentials come from the environment. Default local (directory state/).",
    ).default("local"),
    s3: sections.s3.optional().describe("Keys of backend s3."),
    http: sections.http.optional().describe("Keys of backend http."),
    pg: sections.pg.optional().describe("Keys of backend pg; the connection string comes from PG_CONN_STR."),
    gcs: sections.gcs.optional().describe("Keys of backend gcs."),
    azurerm: sections.azurerm.optional().describe("Keys of backend azurerm."),
  }),
  ({ backend }) => {
    const section = backend === undefined || backend === "local" ? undefined : sections[backend];
    const keys = section === undefined ? [] : requiredKeys(section);
    if (backend === undefined || keys.length === 0) return [];
    return [
      {
        key: backend,
        why: `Backend ${backend} requires ${keys.join(", ")}.`,
        fix: `Add ${backend} with ${keys.join(", ")}.`,
      },
    ];
  },
)
  .prefault({})
  .describe("Where Terraform keeps its state.");
