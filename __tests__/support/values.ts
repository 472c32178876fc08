/** What people's secrets may hold, and what shells, formats and templates stumble over. */
export const awkwardValues: readonly string[] = [
  `it's "quoted" \\ and \`so\``,
  "$HOME ${PATH} $(id) %s %% %{x} << >> {{ op://a/b/c }}",
  "two\nlines\r\nand\ttabs\n",
  " spaces around ",
  "ключ-密码-🔑-é",
  "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n",
  "x".repeat(4096),
];
