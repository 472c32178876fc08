import { content, inForm, joinedContents, type Content, type Secret } from "../../../model";

/** An application's user, and the numbered databases that it may select. */
export interface RedisUser {
  readonly name: string;
  readonly password: Secret;
  /** Its keys and channels begin with this. */
  readonly prefix: string;
  readonly numbers: readonly number[];
}

/**
 * Commands that no application may use on a shared server: @dangerous has KEYS, FLUSHALL, CONFIG, MONITOR, DEBUG and
 * others.
 */
const without = "-@admin -@dangerous -function -script|flush -script|kill -swapdb -move -select";

/**
 * These commands reveal names of other users' keys and channels, and a session's key is as good as its cookie. A user
 * that is alone in its number does not get them either: every connection begins in number 0. CLIENT TRACKING would send
 * the name of every key that any client changes.
 */
const listing = "-scan -randomkey -client|tracking -pubsub|channels -pubsub|shardchannels";

/** @dangerous includes it, but queues read the version and the eviction policy from it. */
const greeting = "+info";

/** Only statistics, no keys. */
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
 * The access list: the administrator, the exporter, and a user for each application. Redis stores only the SHA-256 of
 * passwords. Each user is limited to keys and channels with its prefix, and to SELECT with the declared numbers:
 * `+select|<number>` ("first-arg"; Redis may remove this, and warns in the log until then). A connection begins in
 * number 0.
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
