import type { TokenWish } from "./bootstrap-wish";
import type { Finding, Level } from "./findings";
import type { Shell } from "./shell/shell";
import type { Vault } from "./secrets/vault";
import { template } from "../homelab/templates";
import { HomelabError, messageOf } from "../homelab/values/error";

const script = template("host/token.sh");

/** A wish, what is to be done about it, and the sentence for it. */
export interface TokenPlan {
  readonly wish: TokenWish;
  readonly level: Extract<Level, "ok" | "change" | "later">;
  readonly text: string;
}

/**
 * Compares host and vault: a token counts only when both have it, since a host never shows a value twice.
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
          text: `${id} needs its user, which the stack host makes: run this again after it.`,
        };
      }
      const kept = (await vault.read(place)) !== undefined;
      if (state === "present" && kept)
        return { wish, level: "ok", text: `${id} is on the host and in the vault (${at}).` };
      const why =
        state === "present"
          ? `the vault has no ${at}`
          : kept
            ? `the host does not know that of ${at}`
            : "there is none";
      return { wish, level: "change", text: `${id} is made, as ${why}; its value goes to ${at}.` };
    }),
  );
}

/**
 * Makes a token on the host and puts its value into the vault. Should the vault refuse it, the token is removed again.
 * The value is in memory only, and in no message.
 *
 * @throws HomelabError
 */
export async function makeToken(wish: TokenWish, shell: Shell, vault: Vault): Promise<Finding> {
  const [user = "", name = ""] = wish.id.split("!");
  const { code, stdout, stderr } = await shell.run(script, { args: ["make", user, name] });
  if (code !== 0)
    throw new HomelabError(`${wish.id} was not made: ${stderr.trim()}`, { fix: "Mend that, and run this again." });
  try {
    await vault.write([{ ...wish.place, value: wish.valueOf(secretIn(stdout)) }]);
  } catch (error) {
    const left = await removed(shell, user, name);
    throw new HomelabError(`${wish.id} was made, but its value could not be kept, so ${left}. ${messageOf(error)}`, {
      fix: fixOf(error),
    });
  }
  return { level: "changed", step: "tokens", text: `${wish.id} is made; its value lies in ${placeName(wish)}.` };
}

const placeName = ({ place }: TokenWish): string => `${place.item}/${place.field}`;

const fixOf = (error: unknown): string =>
  (error instanceof HomelabError ? error.fix : undefined) ??
  "Run this again; a token without a value in the vault is made anew.";

/** The value of a token in what `pveum user token add` prints, which no message may repeat. */
function secretIn(stdout: string): string {
  const value = /"value"\s*:\s*"([\w-]{16,})"/.exec(stdout)?.[1];
  if (value === undefined) throw new Error("The host did not say what its value is.");
  return value;
}

async function removed(shell: Shell, user: string, name: string): Promise<string> {
  const gone = "it is removed again";
  const byHand = `it is still there: \`pveum user token remove ${user} ${name}\` on the host removes it`;
  try {
    const { code } = await shell.run(script, { args: ["remove", user, name] });
    return code === 0 ? gone : byHand;
  } catch {
    return byHand;
  }
}
