import { secretName, secretReference, type Secret } from "../../../homelab/model";
import type { Terminal } from "../../terminal";
import { addSiteOption } from "../site-option";
import { verb } from "../verb";
import { few, sceneOf, type Tools } from "./scene";
import { exitCodes } from "../../../homelab/values/error";

/** `homelab secrets list`: every secret, its readers, and where people get the ones that they bring. Opens no vault. */
export const listOf = (tools: Pick<Tools, "load">) =>
  verb({
    configure: addSiteOption,
    run({ site }, terminal) {
      const { lab, places, deployer } = sceneOf(site, terminal, tools);
      const { vault, items } = lab.site.secrets;
      const rows = [
        ...[...places.values()].map(({ secret, reference, readers }) => ({
          secret,
          reference,
          readers: wordsOf(readers.map(({ name }) => name)),
        })),
        ...deployer.map((secret) => ({
          secret,
          reference: secretReference(secret, vault, items),
          readers: "the deployment",
        })),
      ];
      print(rows, terminal);
      return exitCodes.ok;
    },
  });

const wordsOf = (readers: readonly string[]): string => (readers.length === 0 ? "no machine" : few(readers, "readers"));

interface Row {
  readonly secret: Secret;
  readonly reference: string;
  readonly readers: string;
}

function print(rows: readonly Row[], { out: { line, paint } }: Terminal): void {
  const kinds = { generated: "made here", issued: "issued here", external: "from outside" } as const;
  const kind = ({ kind, optional }: Secret) => (optional ? "optional" : kinds[kind]);
  const width = Math.max(...rows.map(({ reference }) => reference.length));
  const kindWidth = Math.max(...rows.map(({ secret }) => kind(secret).length));
  for (const { secret, reference, readers } of rows) {
    line(`${reference.padEnd(width)}  ${kind(secret).padEnd(kindWidth)}  ${readers}`);
    line(paint.dim(`  ${secret.purpose}${secret.obtain === undefined ? "" : `. ${secret.obtain}`}`));
  }
  const own = rows.filter(({ secret }) => secret.kind !== "external").length;
  line(`${rows.length} secrets: ${own} are made here, ${rows.length - own} come from outside.`);
  line(
    paint.dim(
      `Commands accept names as shown, or without op:// and the vault, for example ${secretName(rows[0]?.secret ?? { item: "postgres", field: "password" })}.`,
    ),
  );
}
