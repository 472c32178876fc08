/** Configures Netbird's server by its API, and makes the key with which the routing peer joins. */
export const netbirdScript = "/usr/local/sbin/homelab-netbird";

/** The unit that runs it. */
export const netbirdReconciler = "homelab-netbird.service";
