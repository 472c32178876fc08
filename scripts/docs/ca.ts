/** Which machines have the CA file that pages name (`caFile`), and which need a copy. */
export const whereCaIs = [
  "Every Debian guest has the CA file. Coolify's machine, which runs Ubuntu, and all other machines do not: give them a copy.",
  "An app in a container needs the file mounted.",
];
