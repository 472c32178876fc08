import { secretReference } from "../../homelab/model";
import { readSite } from "../../homelab/site";
import { proxmoxToken, stateCredentials } from "../../homelab/model/credentials";
import { exitCodes, Failure } from "../exit";
import { addSiteOption } from "./site-option";
import type { SiteOptions, Verb } from "./verb";

/** `homelab env`: references for `op run --env-file`, which resolves them for one command. No secret is read. */
export const env: Verb<SiteOptions> = {
  configure: (command) =>
    addSiteOption(command).addHelpText(
      "after",
      "\nExample:\n  homelab env > homelab.env\n  op run --env-file=homelab.env -- npx cdktf deploy host",
    ),
  run({ site: file }, { out }) {
    const { secrets, state } = readSite(file).site;
    if (secrets.backend !== "op") {
      const names = [proxmoxToken, ...stateCredentials[state.backend]].map(({ variable }) => variable);
      throw new Failure(
        `secrets.backend in ${file} is ${secrets.backend}, so there is nothing that \`op run\` could resolve. ` +
          `Set ${names.join(", ")} in the environment yourself.`,
      );
    }
    for (const credential of [proxmoxToken, ...stateCredentials[state.backend]]) {
      out.line(`${credential.variable}=${quoted(secretReference(credential, secrets.vault, secrets.items))}`);
    }
    return exitCodes.ok;
  },
};

/** Vaults and items may have spaces in their names. */
const quoted = (reference: string): string => (reference.includes(" ") ? `"${reference}"` : reference);
