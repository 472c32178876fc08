import { external, generated } from "../../model";

// Secrets that several services read.

/** Token of the only Telegram bot. n8n uses it, and programs whose messages must not depend on n8n. */
export const telegramBotToken = external(
  "telegram",
  "bot_token",
  "token of the Telegram bot",
  "Send /newbot to @BotFather on Telegram; it answers with the token.",
);

/** AdGuard Home's only user. */
export const adguardAdministrator = "admin";

/** AdGuard Home's API has no tokens, so its exporter signs in with the same password as people. */
export const adguardPassword = generated("adguard", "password", "password of AdGuard Home's administrator");
