import type { TokenWish } from "./bootstrap-wish";
import type { Finding, Level } from "./findings";
import type { Shell } from "./shell/shell";
import type { Vault } from "./secrets/vault";
import { template } from "../homelab/templates";
import { HomelabError, messageOf } from "../homelab/values/error";

const script = template("host/token.sh");

/** A wish, the result of comparing it, and the sentence for the report. */
export interface TokenPlan {
  readonly wish: TokenWish;
  readonly level: Extract<Level, "ok" | "change" | "later">;
  readonly text: string;
}

/**
 * Compares host and vault. A token counts only when both have it, because a host shows a value only once.
 *
 * @throws HomelabError
 */
export function planTokens(
  wishes: readonly TokenWish[],
  onHost: ReadonlyMap<string, string>,
  vault: Vault,
): Promise<readonly TokenPlan[]> {
  return Promise.all(
    wishes.map(async (wish): Promise<TokenPlan> => {
      const { id, place, waitsForStack } = wish;
      const at = `${place.item}/${place.field}`;
      const state = onHost.get(id) ?? "no-user";
      if (state === "no-user" && waitsForStack) {
        return {
          wish,
          level: "later",
          text: `${id} needs its user, which the stack host makes: deploy that stack, then run this again.`,
        };
      }
      const kept = (await vault.read(place)) !== undefined;
      if (state === "present" && kept)
        return { wish, level: "ok", text: `${id} is on the host and in the vault (${at}).` };
      const why =
        state === "present"
          ? `the vault has no ${at}`
          : kept
            ? `the vault has ${at}, but the host has no such token`
            : "neither the host nor the vault has it";
      return { wish, level: "change", text: `${id} is made, because ${why}; its value goes to ${at}.` };
    }),
  );
}

/**
 * Makes a token on the host and puts its value into the vault. When the vault refuses it, the token is removed again.
 * The value is in memory only, and appears in no message.
 *
 * @throws HomelabError
 */
export async function makeToken(wish: TokenWish, shell: Shell, vault: Vault): Promise<Finding> {
  const [user = "", name = ""] = wish.id.split("!");
  const { code, stdout, stderr } = await shell.run(script, { args: ["make", user, name] });
  if (code !== 0)
    throw new HomelabError(`${wish.id} was not made: ${stderr.trim()}`, { fix: "Fix that, and run this again." });
  try {
    await vault.write([{ ...wish.place, value: wish.valueOf(secretIn(stdout)) }]);
  } catch (error) {
    const left = await removed(shell, user, name);
    throw new HomelabError(`${wish.id} was made, but its value could not be stored; ${left}. ${messageOf(error)}`, {
      fix: fixOf(error),
    });
  }
  return { level: "changed", step: "tokens", text: `${wish.id} is made; its value is in ${placeName(wish)}.` };
}

const placeName = ({ place }: TokenWish): string => `${place.item}/${place.field}`;

const fixOf = (error: unknown): string =>
  (error instanceof HomelabError ? error.fix : undefined) ??
  "Run this again; a token without a value in the vault is made again.";

/** The value of a token in what `pveum user token add` prints, which no message may repeat. */
function secretIn(stdout: string): string {
  const value = /"value"\s*:\s*"([\w-]{16,})"/.exec(stdout)?.[1];
  if (value === undefined) throw new Error("The host did not print the value of the token.");
  return value;
}

async function removed(shell: Shell, user: string, name: string): Promise<string> {
  const gone = "the token was removed again";
  const byHand = `the token is still there: remove it on the host with \`pveum user token remove ${user} ${name}\``;
  try {
    const { code } = await shell.run(script, { args: ["remove", user, name] });
    return code === 0 ? gone : byHand;
  } catch {
    return byHand;
  }
}
