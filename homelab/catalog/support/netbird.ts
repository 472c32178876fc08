/** Name of the program that configures Netbird, of its unit and of its state directory. */
const name = "homelab-netbird";

/** Configures Netbird's server through its API, and creates the key with which the routing peer joins. */
export const netbirdScript = `/usr/local/sbin/${name}`;

/** The unit that runs the program. */
export const netbirdReconciler = `${name}.service`;

/** Directory below /var/lib that holds the program's API token. */
export const netbirdState = name;
