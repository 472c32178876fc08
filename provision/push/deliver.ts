import { readFile } from "node:fs/promises";
import type { Bundle } from "../../homelab/model";
import { fetchedOnly } from "../artifacts/artifacts";
import { sizeOf } from "../artifacts/download";
import type { Supplies } from "./parts";
import type { Shell } from "../shell/shell";
import { template } from "../../homelab/templates";
import { HomelabError } from "../../homelab/values/error";

const script = template("push/artifacts.sh");

/**
 * Sends the artifacts of a bundle that the machine does not have. They wait on its disk until the push puts them in
 * place.
 *
 * @throws HomelabError when one does not arrive in full. Then nothing has changed.
 */
export async function deliver(
  shell: Shell,
  bundle: Bundle,
  { artifacts = fetchedOnly, report }: Supplies & { readonly report: (line: string) => void },
): Promise<void> {
  if (bundle.artifacts.length === 0) return;
  const wanted = bundle.artifacts.map((artifact) => ({ path: artifact.path, ...artifacts(artifact) }));
  const ask = async (args: readonly string[], input?: Buffer): Promise<string> => {
    const { code, stdout, stderr } = await shell.run(script, { args, ...(input !== undefined && { input }) });
    if (code !== 0)
      throw new HomelabError(stderr.trim() || "The machine does not accept vendors' files, and gave no reason.");
    return stdout;
  };
  const there = (await ask(["has", ...wanted.flatMap(({ path, sum }) => [path, sum])])).split("\n");
  for (const { path, sum, bytes, file } of wanted.filter((one) => !there.includes(one.path))) {
    report(`send     ${path} (${sizeOf(bytes)})`);
    await ask(["take", path, String(bytes), sum], await readFile(file));
  }
}
