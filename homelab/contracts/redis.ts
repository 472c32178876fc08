import { use, type Contract, type Use } from "../model/contract";
import { generated, type Secret } from "../model/secret";

export interface RedisRequest {
  /** Logical database, 0..15. */
  readonly number: number;
  /** Whether several apps use it, each with its own user and key prefix. */
  readonly shared: boolean;
}

/**
 * Redis ACLs do not cover databases: only the key prefix separates two users of the same number.
 *
 * @see https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/
 */
export interface RedisSettings {
  readonly host: string;
  readonly port: number;
  readonly number: number;
  readonly user: string;
  readonly prefix: string;
  readonly password: Secret;
}

/** Password of the client's user. */
export type RedisSecrets = { readonly user: Secret };

/** Number of logical databases of the server. */
export const databases = 16;

/** Numbers that are reserved for a service even if it does not use them: Authentik before 2025.10 uses number 0. */
export const reserved: Readonly<Record<number, string>> = { 0: "authentik", 1: "n8n" };

/** A logical database of the Redis server. */
export const contract: Contract<RedisRequest, RedisSettings, RedisSecrets> = {
  name: "redis",
  port: "redis",
  clientsOnly: true,
  claims: ({ number, shared }) => [{ of: `Redis database ${number}`, shared }],
  refuse({ number }, client) {
    const fix = `Choose a free number from 4 to ${databases - 1}.`;
    if (!Number.isInteger(number) || number < 0 || number >= databases) {
      return { message: `Redis has no database ${number}: the server has numbers 0-${databases - 1}.`, fix };
    }
    const owner = reserved[number];
    return owner === undefined || owner === client
      ? undefined
      : { message: `Redis database ${number} is reserved for ${owner}.`, fix };
  },
  secrets: (_, client) => ({ user: generated("redis", client, `password of the Redis user ${client}`) }),
  settings: ({ address, port }, { number }, { user: password }) => ({
    host: address,
    port,
    number,
    user: password.field,
    prefix: `${password.field}:`,
    password,
  }),
  url: ({ user, host, port, number }) => `redis://${user}@${host}:${port}/${number}`,
};

/** A number for one app only. */
export const database = (number: number): Use<RedisSettings, false> => use(contract, { number, shared: false });

/** A number that several apps share on purpose. */
export const shared = (number: number): Use<RedisSettings, false> => use(contract, { number, shared: true });
