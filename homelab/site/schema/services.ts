import { z } from "zod";
import { parseCalendar } from "../../values/calendar";
import { dnsVariables } from "../../values/dns-providers";
import { parseDatastore, parseDnsLabel, parseDnsName, parseEmail } from "../../values/names";
import { parsePort } from "../../values/port";
import { whole } from "../../values/numbers";
import { parseRelativePath, parseRepository, parseSecretItem, parseVault } from "../../values/references";
import { Rejection } from "../../values/rejection";
import { atLeastOne, choice, count, demanding, integer, named, phrase, text, type Need } from "./fields";

/** SMTP hosts of the known providers, from their documentation; Mailgun has another one for the EU. */
const smtpHosts: Readonly<Record<string, string>> = { mailgun: "smtp.mailgun.org", sendgrid: "smtp.sendgrid.net" };

const schedule = (description: string, example: string) =>
  text(parseCalendar, `${description} Default ${example}.`, example).prefault(example);

function parseVariable(value: string): string {
  if (/^[A-Z][A-Z0-9_]*$/.test(value) && !value.endsWith("_FILE")) return value;
  throw new Rejection(
    "variable",
    "This is not the name of a variable from which lego reads a credential.",
    "Write a name such as CF_DNS_API_TOKEN, without _FILE at its end; store the value in the vault.",
  );
}

/**
 * Apple's and other browsers refuse certificates that are valid longer (the CA/Browser Forum once allowed 398 days).
 */
const parseLeafDays = (value: number): number => whole("days", "A number of days", 7, 397, value);

export const tls = demanding(
  z.strictObject({
    mode: choice(
      ["internal", "acme"],
      "Certificates from a private CA (internal), or from Let's Encrypt for your own domain (acme). Default internal.",
    ).default("internal"),
    email: text(
      parseEmail,
      "Mail address of the ACME account. Required with mode acme.",
      "operator@example.org",
    ).optional(),
    dnsProvider: text(
      parseDnsLabel,
      "DNS provider of the domain, as lego names it (https://go-acme.github.io/lego/dns/). Required with mode acme.",
      "cloudflare",
    ).optional(),
    dnsCredentials: atLeastOne(
      z.array(text(parseVariable, "Name of a variable.", "CF_DNS_API_TOKEN")),
      "dns-credentials",
      "The list is empty, so lego could not change the DNS of the domain.",
      "Add the variables that lego requires, or remove the key if the provider is a common one.",
    )
      .describe(
        "Variables from which lego reads the DNS provider's credentials; their values are in the vault. Default: known for common providers; required for others.",
      )
      .optional(),
    certificateDays: integer(
      parseLeafDays,
      "How long certificates of the private CA are valid, in days. Default 397.",
      397,
    ).prefault(397),
    renewalDays: count(
      "days",
      "A number of days",
      "Certificates of the private CA are renewed this many days before they expire. Default 30.",
      30,
    ).prefault(30),
  }),
  ({ mode, dnsProvider }): readonly Need[] =>
    mode !== "acme"
      ? []
      : [
          {
            key: "email",
            why: "Mode acme requires the mail address of the account.",
            fix: "Add email: operator@example.org.",
          },
          {
            key: "dnsProvider",
            why: "Mode acme proves control of the domain by DNS.",
            fix: "Add dnsProvider, such as cloudflare.",
          },
          ...(typeof dnsProvider !== "string" || dnsVariables(dnsProvider) !== undefined
            ? []
            : [
                {
                  key: "dnsCredentials",
                  why: `This project does not know which credentials lego requires for ${dnsProvider}.`,
                  fix: `Add dnsCredentials with the variables that https://go-acme.github.io/lego/dns/${dnsProvider}/ names.`,
                },
              ]),
        ],
)
  .prefault({})
  .describe("Certificates.");

export const smtp = demanding(
  z.strictObject({
    provider: choice(
      ["none", "mailgun", "sendgrid", "custom"],
      "Smarthost for outgoing mail. Default none (no mail).",
    ).default("none"),
    host: text(parseDnsName, "Name of the smarthost. Required with provider custom.", "smtp.example.org").optional(),
    port: integer(parsePort, "Port for submission with STARTTLS. Default 587.", 587).prefault(587),
    from: text(parseEmail, "Sender of all mail. Required unless provider is none.", "homelab@example.org").optional(),
    username: phrase("Login at the smarthost. Required unless provider is none.", "postmaster@example.org").optional(),
  }),
  ({ provider }): readonly Need[] => [
    ...(provider === "custom"
      ? [{ key: "host", why: "Provider custom requires a smarthost.", fix: "Add host, such as smtp.example.org." }]
      : []),
    ...(provider !== undefined && provider !== "none"
      ? [
          {
            key: "from",
            why: `Provider ${provider} requires a sender.`,
            fix: "Add from, such as homelab@example.org.",
          },
          {
            key: "username",
            why: `Provider ${provider} requires a login.`,
            fix: "Add username; store the password in the vault.",
          },
        ]
      : []),
  ],
)
  .transform((given) => {
    const host = given.host ?? smtpHosts[given.provider];
    return host === undefined ? given : { ...given, host };
  })
  .prefault({})
  .describe("Outgoing mail.");

const offsite = z
  .strictObject({
    repository: text(
      parseRepository,
      "restic repository outside the house; its password is in the vault. Default: no copy outside.",
      "s3:https://s3.example.org/homelab",
    ).optional(),
    schedule: schedule("When the copy is made.", "04:30"),
  })
  .prefault({})
  .describe("A copy outside the house.");

export const backup = z
  .strictObject({
    databases: schedule("When databases are dumped.", "01:30"),
    guests: schedule("When whole guests are backed up.", "02:30"),
    datastore: text(
      parseDatastore,
      "PVE datastore of whole-guest backups until the NAS is ready. Default: none are made until then.",
      "backup",
    ).optional(),
    offsite,
  })
  .prefault({})
  .describe("Backups. Times are in the time zone of this file.");

function parseChat(value: number): number {
  if (Number.isSafeInteger(value) && value !== 0) return value;
  throw new Rejection(
    "chat",
    "This is not the id of a Telegram chat: a whole number, below zero for groups.",
    "Write an id such as -1001234567890; the method getUpdates of the bot shows it.",
  );
}

const telegram = z
  .strictObject({
    chat: integer(
      parseChat,
      "Chat that gets notifications; groups have negative ids. Default none.",
      -1001234567890,
    ).optional(),
    criticalChat: integer(parseChat, "Chat for critical notifications. Default: chat.", 123456789).optional(),
  })
  .transform((given) => {
    const criticalChat = given.criticalChat ?? given.chat;
    return criticalChat === undefined ? given : { ...given, criticalChat };
  })
  .prefault({})
  .describe("Telegram; the bot's token is in the vault.");

export const notifications = z.strictObject({ telegram }).prefault({}).describe("Where notifications go.");

export const secrets = z
  .strictObject({
    backend: choice(
      ["op", "age"],
      "Where secrets are kept: 1Password (op), or an encrypted file here (age). Default op.",
    ).default("op"),
    vault: text(parseVault, "1Password vault. Default homelab.", "homelab").prefault("homelab"),
    file: text(
      parseRelativePath,
      "Encrypted file of backend age, beside this one. Default secrets.age.",
      "secrets.age",
    ).prefault("secrets.age"),
    items: named(
      parseSecretItem,
      text(parseSecretItem, "Your own item and field.", "Postgres server/password"),
      "Secrets that have other names in your vault: the project's <item>/<field>, then yours. Default none.",
    ).prefault({}),
  })
  .prefault({})
  .describe("Where secrets are kept. This file never contains a secret.");
