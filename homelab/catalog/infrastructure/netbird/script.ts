import { netbirdState } from "../../support/netbird";
import { template } from "../../../templates";

/** What follows the head, in the order in which bash reads it. */
const parts = ["netbird/server.sh", "netbird/token.sh", "netbird/compare.sh", "netbird/declared.sh", "netbird/main.sh"];

/**
 * Configures the server by its API, and makes the routing peer's key. bash and jq, as every other script of the homelab:
 * what is wanted is computed beforehand, and only compared here.
 *
 * @param port Of the server, on the guest itself.
 */
export const script = (port: number): string =>
  [template("netbird/head.sh", { port, state: netbirdState }), ...parts.map((part) => template(part))].join("\n");
