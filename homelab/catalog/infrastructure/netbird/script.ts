import { netbirdState } from "../../support/netbird";
import { template } from "../../../templates";

/** The parts after the head, in the order in which bash reads them. */
const parts = ["netbird/server.sh", "netbird/token.sh", "netbird/compare.sh", "netbird/declared.sh", "netbird/main.sh"];

/**
 * Configures the server through its API, and creates the routing peer's key. It is written in bash and jq, as every
 * other script of the homelab: the desired state is computed beforehand, and the script only compares.
 *
 * @param port Of the server, on the guest itself.
 */
export const script = (port: number): string =>
  [template("netbird/head.sh", { port, state: netbirdState }), ...parts.map((part) => template(part))].join("\n");
