import type { VerbGroup } from "./verb";
import { certificatesOf } from "./secrets/certificates";
import { checkOf } from "./secrets/check";
import { createOf } from "./secrets/create";
import { list } from "./secrets/list";
import { rotateOf } from "./secrets/rotate";
import { tools as realTools, type Tools } from "./secrets/scene";
import { setOf } from "./secrets/set";

/** `homelab secrets ...`: the vault of secrets.backend. No verb prints a value. */
export const secretsOf = (tools: Tools): VerbGroup => ({
  help: "\nThe vault is the one of `secrets` in homelab.yaml: 1Password, or a file that age has encrypted.",
  verbs: [
    {
      name: "list",
      summary: "Every secret, who reads it, and where to get it; the vault is not opened.",
      load: () => list,
    },
    { name: "check", summary: "Does every reference lead to a value?", load: () => checkOf(tools) },
    {
      name: "create",
      summary: "Make what is missing: passwords, keys, the private authority, certificates.",
      load: () => createOf(tools),
    },
    { name: "set", summary: "Put a value that you bring into the vault.", load: () => setOf(tools) },
    {
      name: "rotate",
      summary: "Give secrets new values, and everyone who reads them.",
      load: () => rotateOf(tools),
    },
    {
      name: "certificates",
      summary: "Show certificates, and issue those that are due.",
      load: () => certificatesOf(tools),
    },
  ],
});

export const secrets = secretsOf(realTools);
