/** Who has the CA's file that pages name (`authorityFile`), and who needs a copy. */
export const whereCaIs = [
  "The CA's file lies on every guest of Debian. Coolify's machine, an Ubuntu, does not have it yet, nor does any other",
  "machine: give them a copy. An app in a container needs it mounted.",
];
