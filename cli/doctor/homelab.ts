import { fail, ok, siteCheck, warn, type Check } from "./check";

/** Checks of homelab.yaml. */

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

const sound: Check = {
  name: "homelab.yaml",
  run({ file, reading }) {
    const fix = `Run homelab check --site ${file} to list them.`;
    if (reading.site !== undefined) {
      return reading.warnings === 0 ? ok("Valid.") : warn(`${counted(reading.warnings, "warning")}.`, fix);
    }
    return reading.reason === undefined
      ? fail(`${counted(reading.problems, "problem")}.`, fix)
      : fail(`It could not be read: ${reading.reason}`, "Run homelab check for details.");
  },
};

// The base64 body of the shipped key contains these words.
const isExampleKey = (line: string): boolean =>
  Buffer.from(line.split(" ")[1] ?? "", "base64")
    .toString("latin1")
    .includes("EXAMPLE KEY");

// Domains reserved for documentation (RFC 2606).
const isExampleMail = (mail: string): boolean => /@(.+\.)?example(\.(org|com|net))?$/i.test(mail);

const examples = siteCheck("Examples", ({ sshKeys, people }) => {
  const left = [
    ...sshKeys.filter(isExampleKey).map(() => "the SSH key"),
    ...Object.entries(people).flatMap(([name, { email }]) =>
      isExampleMail(email) ? [`the mail address of ${name}`] : [],
    ),
  ];
  return left.length === 0
    ? ok("All examples are replaced.")
    : warn(
        `Still the shipped example: ${left.join(", ")}.`,
        "Put your own into homelab.yaml before the first deployment.",
      );
});

const domain = siteCheck("Domain", ({ domain }) =>
  domain.endsWith(".local")
    ? warn(
        `${domain}: .local is reserved for mDNS (RFC 6762), so some devices never query the DNS server.`,
        "Use a domain that you own, or one below home.arpa (RFC 8375).",
      )
    : ok(`${domain}.`),
);

export const homelabChecks: readonly Check[] = [sound, examples, domain];
