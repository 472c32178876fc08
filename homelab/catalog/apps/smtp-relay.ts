import { smtp } from "../../contracts";
import { external, none, service, tcp, type Client, type Container, type Service } from "../../model";
import type { Site } from "../../site";
import { images } from "../../versions";
import { asCidr } from "../../values/ipv4";
import { guests } from "../guests";
import { secretFile } from "../support/containers";

/** Port on which a smarthost uses implicit TLS (RFC 8314); every other port uses STARTTLS. */
const submissions = 465;

const secrets = {
  password: external(
    "smtp",
    "password",
    "password of the account at the smarthost",
    "Your mail provider shows it with the SMTP credentials.",
  ),
};

/**
 * Sends mail to the smarthost of homelab.yaml, always from one sender, because a smarthost accepts no other. Without a
 * smarthost there is no relay: mail servers refuse mail that comes directly from a household's connection.
 */
export const smtpRelay = (site: Site): readonly Service[] => (site.smtp.provider === "none" ? [] : [relay]);

const relay = service({
  name: "smtp-relay",
  title: "Mail relay (Postfix)",
  description: "Takes the services' mail and sends it to the mail provider; only the relay has the login there.",
  on: guests.docker,
  app: {},
  ports: { submission: tcp(587) },
  provides: [smtp.contract],
  secrets,
  operations: {
    metrics: none("it has none; undelivered mail comes back to its sender"),
    logs: { source: "docker" },
    health: { port: "submission" },
    alerts: none("undelivered mail comes back to its sender"),
    backup: none("mail stays in its queue for minutes only"),
    uptime: { port: "submission" },
    tile: none("it has no web interface for people"),
  },
  render: (context) => ({ containers: [postfix(context.site, context.clients(smtp.contract))] }),
});

function postfix({ smtp: smarthost, timezone, domain }: Site, clients: readonly Client<unknown>[]): Container {
  // The schema requires these for every provider, so they are set.
  const { host = "", port, username = "", from = "" } = smarthost;
  const senders = clients.map(({ source }) => asCidr(source));
  return {
    name: "smtp-relay",
    image: images.postfix,
    hostname: "smtp-relay",
    env: {
      TZ: timezone,
      LOG_FORMAT: "json",
      RELAYHOST: `[${host}]:${port}`,
      RELAYHOST_USERNAME: username,
      RELAYHOST_PASSWORD_FILE: secretFile("password"),
      // Source addresses decide who may send, and the sender is always the same.
      ALLOW_EMPTY_SENDER_DOMAINS: "true",
      POSTFIX_mynetworks: [...new Set(["127.0.0.0/8", ...senders])].join(" "),
      POSTFIX_myhostname: `smtp-relay.${domain}`,
      POSTFIX_sender_canonical_maps: `static:${from}`,
      POSTFIX_sender_canonical_classes: "envelope_sender, header_sender",
      POSTFIX_smtp_tls_security_level: "encrypt",
      POSTFIX_smtp_tls_wrappermode: port === submissions ? "yes" : "no",
      POSTFIX_message_size_limit: "26214400",
    },
    secrets: { password: secrets.password },
    ports: ["submission"],
    mounts: [{ kind: "state", from: "spool", to: "/var/spool/postfix" }],
    health: { test: ["/scripts/healthcheck.sh"], startSeconds: 30 },
    memoryMiB: 256,
    cpus: 1,
  };
}
