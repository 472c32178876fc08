import { fail, ok, siteCheck, warn, type Check } from "./check";

/** Checks of homelab.yaml. */

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

const sound: Check = {
  name: "homelab.yaml",
  run({ file, reading }) {
    const fix = `Run homelab check --site ${file}, which lists them.`;
    if (reading.site !== undefined) {
      return reading.warnings === 0 ? ok("Sound.") : warn(`${counted(reading.warnings, "warning")}.`, fix);
    }
    return reading.reason === undefined
      ? fail(`${counted(reading.problems, "problem")}.`, fix)
      : fail(`It could not be read: ${reading.reason}`, "Run homelab check, which says more.");
  },
};

// The shipped key says so in its own body.
const isExampleKey = (line: string): boolean =>
  Buffer.from(line.split(" ")[1] ?? "", "base64")
    .toString("latin1")
    .includes("EXAMPLE KEY");

// Domains that nobody owns (RFC 2606).
const isExampleMail = (mail: string): boolean => /@(.+\.)?example(\.(org|com|net))?$/i.test(mail);

const examples = siteCheck("Examples", ({ sshKeys, people }) => {
  const left = [
    ...sshKeys.filter(isExampleKey).map(() => "the SSH key"),
    ...Object.entries(people).flatMap(([name, { email }]) =>
      isExampleMail(email) ? [`the mail address of ${name}`] : [],
    ),
  ];
  return left.length === 0
    ? ok("All are replaced.")
    : warn(`Still an example: ${left.join(", ")}.`, "Put your own into homelab.yaml before the first deploy.");
});

const domain = siteCheck("Domain", ({ domain }) =>
  domain.endsWith(".local")
    ? warn(
        `${domain}: .local is reserved for mDNS (RFC 6762), so some devices never ask the DNS server.`,
        "Take a domain of your own, or one below home.arpa (RFC 8375).",
      )
    : ok(`${domain}.`),
);

export const homelabChecks: readonly Check[] = [sound, examples, domain];
