import { join } from "node:path";
import { generatorIsInstalled, getBindings } from "../bindings/get";
import { refreshSchemas } from "../bindings/refresh";
import { assertBindings } from "../bindings/state";
import { formatted } from "../homelab/values/error";

/** `npm run get`, `get:check` and `get:refresh`: makes, checks and refreshes the bindings of the Proxmox provider. */

const root = join(__dirname, "..");

function main(verb: string | undefined): void {
  switch (verb) {
    case "get":
      return getBindings();
    case "prepare":
      if (generatorIsInstalled()) return getBindings();
      process.stderr.write(
        "The provider bindings were not made, because cdktf-cli (devDependencies) is not installed.\n",
      );
      return undefined;
    case "check":
      return assertBindings();
    case "refresh":
      refreshSchemas(root);
      return getBindings();
    default:
      throw new Error("Usage: bindings get | prepare | check | refresh");
  }
}

if (require.main === module) {
  try {
    main(process.argv[2]);
  } catch (error) {
    process.stderr.write(`${formatted(error)}\n`);
    process.exitCode = 1;
  }
}
