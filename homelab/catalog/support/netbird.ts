/** The program that configures Netbird, its unit and its state are named alike. */
const name = "homelab-netbird";

/** Configures Netbird's server by its API, and makes the key with which the routing peer joins. */
export const netbirdScript = `/usr/local/sbin/${name}`;

/** The unit that runs it. */
export const netbirdReconciler = `${name}.service`;

/** Below /var/lib: the token with which it works. */
export const netbirdState = name;
