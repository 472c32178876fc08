import type { VerbGroup } from "./verb";
import { certificatesOf } from "./secrets/certificates";
import { checkOf } from "./secrets/check";
import { createOf } from "./secrets/create";
import { listOf } from "./secrets/list";
import { rotateOf } from "./secrets/rotate";
import { tools as realTools, type Tools } from "./secrets/scene";
import { setOf } from "./secrets/set";

/** `homelab secrets ...`: the vault of secrets.backend. No verb prints a value. */
export const secretsOf = (tools: Tools): VerbGroup => ({
  help: "\n`secrets` in homelab.yaml selects the vault: 1Password, or a file encrypted with age.",
  verbs: [
    {
      name: "list",
      summary: "List every secret, its readers and its source; does not open the vault.",
      load: () => listOf(tools),
    },
    { name: "check", summary: "Check that the vault has a value for every reference.", load: () => checkOf(tools) },
    {
      name: "create",
      summary: "Make what is missing: passwords, keys, the private CA, certificates.",
      load: () => createOf(tools),
    },
    { name: "set", summary: "Store a value that you bring in the vault.", load: () => setOf(tools) },
    {
      name: "rotate",
      summary: "Give secrets new values, and push them to their readers.",
      load: () => rotateOf(tools),
    },
    {
      name: "certificates",
      summary: "Show certificates, and issue the ones that are due.",
      load: () => certificatesOf(tools),
    },
  ],
});

export const secrets = secretsOf(realTools);
