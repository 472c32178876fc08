import { external, generated } from "../../model";

// Secrets that several services read.

/** Token of the one Telegram bot: n8n speaks with it, and Alertmanager where n8n itself may be the fault. */
export const telegramBotToken = external(
  "telegram",
  "bot_token",
  "token of the Telegram bot",
  "Send /newbot to @BotFather on Telegram; it answers with the token.",
);

/** AdGuard Home's only user. */
export const adguardAdministrator = "admin";

/** AdGuard Home's API knows no tokens, so its exporter signs on with the same password as people. */
export const adguardPassword = generated("adguard", "password", "password of AdGuard Home's administrator");
