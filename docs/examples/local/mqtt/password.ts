import { pbkdf2Sync } from "node:crypto";
import { saltFor, secretForm } from "../../../../homelab";

/** The default of mosquitto_passwd; a generated password cannot be guessed, so it needs no more. */
const rounds = 101;

/**
 * A password as Mosquitto's password file stores it: `$7$`, rounds, salt, PBKDF2 with SHA-512 (mosquitto_passwd(1)).
 */
export const mosquittoHash = secretForm("mosquitto-pbkdf2", (password, name) => {
  const salt = saltFor(name, 12);
  return `$7$${rounds}$${base64(salt)}$${base64(pbkdf2Sync(password, salt, rounds, 64, "sha512"))}`;
});

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
