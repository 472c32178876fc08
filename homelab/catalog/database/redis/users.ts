import { content, inForm, joinedContents, type Content, type Secret } from "../../../model";

/** An application's user, and the numbered databases that it is given. */
export interface RedisUser {
  readonly name: string;
  readonly password: Secret;
  /** Keys and channels of its own begin with this. */
  readonly prefix: string;
  readonly numbers: readonly number[];
}

/** What no application does to a server that others use: @dangerous has KEYS, FLUSHALL, CONFIG, MONITOR, DEBUG and the like. */
const without = "-@admin -@dangerous -function -script|flush -script|kill -swapdb -move -select";

/**
 * These tell names whoever they belong to, and a session's key is as good as its cookie. Being alone in a number is no
 * reason to have them: every connection begins in number 0. CLIENT TRACKING would send each key that anybody changes.
 */
const listing = "-scan -randomkey -client|tracking -pubsub|channels -pubsub|shardchannels";

/** Taken away above as well, but queues look there for the version and the eviction policy. */
const greeting = "+info";

/** Only statistics, and no key. */
const exporterCommands = [
  "+ping",
  "+info",
  "+config|get",
  "+client|list",
  "+client|setname",
  "+slowlog|get",
  "+slowlog|len",
  "+latency|latest",
  "+latency|histogram",
].join(" ");

/**
 * The access list: the administrator, the exporter, and a user for each application. Redis knows passwords by their
 * SHA-256 alone. Keys and channels are bound to a prefix; SELECT is admitted with the numbers that are declared, which is
 * what `+select|<number>` means ("first-arg"; it may go some day, with a warning in the log until then). A connection
 * begins in number 0.
 *
 * @see https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/
 */
export function accessList(
  users: readonly RedisUser[],
  { admin, exporter }: { readonly admin: Secret; readonly exporter: Secret },
): Content {
  return joinedContents([
    content`user default on sanitize-payload #${inForm(admin, "sha256")} ~* &* +@all\n`,
    content`user exporter on sanitize-payload #${inForm(exporter, "sha256")} resetchannels -@all ${exporterCommands}\n`,
    ...users.map(
      (user) =>
        content`user ${user.name} on sanitize-payload #${inForm(user.password, "sha256")} ~${user.prefix}* resetchannels &${user.prefix}* ${commands(user)}\n`,
    ),
  ]);
}

function commands({ numbers }: RedisUser): string {
  const selects = numbers.map((number) => `+select|${number}`);
  return ["+@all", without, listing, greeting, ...selects].join(" ");
}
