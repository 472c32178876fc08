import { stringify } from "yaml";
import type { postgres } from "../../../contracts";
import { caFile, contentOf, inRole, portOf, type Content, type Context, type Secret, type Uses } from "../../../model";
import { data } from "./files";

/** What Netbird renders from, with its own secrets. */
export type Own = Context<Uses, "owner" | "relay" | "session" | "store">;

/**
 * Configuration of the combined server. Peers, events and sign-on share one database, because their tables have
 * different names.
 *
 * @see https://github.com/netbirdio/netbird/blob/main/combined/cmd/config.go
 */
export const serverConf = (context: Own, host: string, db: postgres.PostgresSettings): Content =>
  contentOf((hold) => {
    const { lab, service, secrets } = context;
    const proxy = inRole(lab, "proxy");
    const store = { engine: "postgres", dsn: dsn(db, hold) };
    const port = (key: string): number => portOf(service.ports, key);
    return stringify(
      {
        server: {
          listenAddress: `:${port("http")}`,
          exposedAddress: `https://${host}:443`,
          stunPorts: [port("stun")],
          metricsPort: port("metrics"),
          healthcheckAddress: `:${port("health")}`,
          logLevel: "info",
          logFile: "console",
          authSecret: hold(secrets.relay),
          dataDir: data,
          disableAnonymousMetrics: true,
          disableGeoliteUpdate: true,
          auth: {
            issuer: `https://${host}/oauth2`,
            // The owner's password gives access while the sign-on is down.
            localAuthDisabled: false,
            signKeyRefreshEnabled: true,
            sessionCookieEncryptionKey: hold(secrets.session),
            dashboardRedirectURIs: ["nb-auth", "nb-silent-auth"].map((path) => `https://${host}/${path}`),
            // Where Netbird's own client listens while somebody signs on in a browser.
            cliRedirectURIs: ["http://localhost:53000/", "http://localhost:54000/"],
          },
          reverseProxy: { trustedHTTPProxies: proxy === undefined ? [] : [`${proxy.machine.address}/32`] },
          // 43 characters and this `=` are the base64 of 32 bytes.
          store: { ...store, encryptionKey: `${hold(secrets.store)}=` },
          activityStore: store,
          authStore: store,
        },
      },
      // A placeholder is shorter than its secret, so lines must not be folded by length.
      { lineWidth: 0, aliasDuplicateObjects: false },
    );
  });

/**
 * libpq's keywords. The server's sign-on ignores `sslrootcert` here and takes the CA from PGSSLROOTCERT instead
 * (`parsePostgresDSN`).
 *
 * @see https://github.com/netbirdio/netbird/blob/main/idp/dex/config.go
 */
const dsn = (
  { host, port, user, password, database }: postgres.PostgresSettings,
  hold: (secret: Secret) => string,
): string =>
  Object.entries({
    host,
    port,
    user,
    password: hold(password),
    dbname: database,
    sslmode: "verify-full",
    sslrootcert: caFile,
  })
    .map(([word, value]) => `${word}=${value}`)
    .join(" ");
