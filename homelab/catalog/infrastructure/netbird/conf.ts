import { stringify } from "yaml";
import type { postgres } from "../../../contracts";
import { caFile, contentOf, inRole, portOf, secretOf, type Content, type Context, type Secret } from "../../../model";
import { data } from "./files";

/**
 * The combined server's own file (netbirdio/netbird, combined/cmd/config.go). Peers, events and sign-on share one database:
 * their tables have different names.
 */
export const serverConf = (context: Context, host: string, db: postgres.PostgresSettings): Content =>
  contentOf((hold) => {
    const { lab, service } = context;
    const proxy = inRole(lab, "proxy");
    const store = { engine: "postgres", dsn: dsn(db, hold) };
    const held = (key: string): string => hold(secretOf(service.secrets, key));
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
          authSecret: held("relay"),
          dataDir: data,
          disableAnonymousMetrics: true,
          disableGeoliteUpdate: true,
          auth: {
            issuer: `https://${host}/oauth2`,
            // The owner's password is the way in while the sign-on is down.
            localAuthDisabled: false,
            signKeyRefreshEnabled: true,
            sessionCookieEncryptionKey: held("session"),
            dashboardRedirectURIs: ["nb-auth", "nb-silent-auth"].map((path) => `https://${host}/${path}`),
            // Where Netbird's own client listens while somebody signs on in a browser.
            cliRedirectURIs: ["http://localhost:53000/", "http://localhost:54000/"],
          },
          reverseProxy: { trustedHTTPProxies: proxy === undefined ? [] : [`${proxy.machine.address}/32`] },
          // 43 letters and this sign are 32 bytes.
          store: { ...store, encryptionKey: `${held("store")}=` },
          activityStore: store,
          authStore: store,
        },
      },
      // What stands in the place of a secret is shorter than it.
      { lineWidth: 0, aliasDuplicateObjects: false },
    );
  });

/**
 * libpq's words. The sign-on's part of the server takes the authority from PGSSLROOTCERT instead, and ignores it here
 * (idp/dex/config.go, parsePostgresDSN).
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
