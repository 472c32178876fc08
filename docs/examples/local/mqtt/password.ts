import { pbkdf2Sync } from "node:crypto";
import { saltFor, secretForm } from "../../../../homelab";

/** As many as mosquitto_passwd takes; a generated password has nothing to fear from whoever guesses. */
const rounds = 101;

/** A password as Mosquitto's password file keeps it: `$7$`, rounds, salt and PBKDF2 with SHA-512 (mosquitto_passwd(1)). */
export const mosquittoHash = secretForm("mosquitto-pbkdf2", (password, name) => {
  const salt = saltFor(name, 12);
  return `$7$${rounds}$${base64(salt)}$${base64(pbkdf2Sync(password, salt, rounds, 64, "sha512"))}`;
});

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
