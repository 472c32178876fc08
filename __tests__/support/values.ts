/** Values that a user's secret may have and that shells, formats or templates might misinterpret. */
export const awkwardValues: readonly string[] = [
  `it's "quoted" \\ and \`so\``,
  "$HOME ${PATH} $(id) %s %% %{x} << >> {{ op://a/b/c }}",
  "two\nlines\r\nand\ttabs\n",
  " spaces around ",
  "ключ-密码-🔑-é",
  "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n",
  "x".repeat(4096),
];
