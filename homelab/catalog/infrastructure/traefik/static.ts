import { stringify } from "yaml";
import { portOf, type Context } from "../../../model";
import { acmeStorage, files, internal, plainYaml, resolver } from "./files";

/** The engine whose containers it discovers. */
export interface DockerSettings {
  readonly endpoint: string;
}

/** What is only read at the start: where it listens, and where it learns the rest from. */
export function staticConfig({ site, service }: Context, docker: DockerSettings | undefined): string {
  const { ports } = service;
  const at = (key: string): string => `:${portOf(ports, key)}`;
  return stringify(
    {
      global: { checkNewVersion: false, sendAnonymousUsage: false },
      log: { level: "INFO", format: "json" },
      accessLog,
      api: { dashboard: true, disableDashboardAd: true },
      ping: { entryPoint: internal },
      metrics: {
        prometheus: {
          entryPoint: internal,
          addEntryPointsLabels: true,
          addRoutersLabels: true,
          addServicesLabels: true,
        },
      },
      entryPoints: {
        web: {
          address: at("web"),
          http: {
            aliasHeadersStrategy,
            encodedCharacters,
            // Below every router of ours: a name that is served over plain HTTP would never be reached otherwise.
            redirections: { entryPoint: { to: "websecure", scheme: "https", permanent: true, priority: 1 } },
          },
        },
        websecure: {
          address: at("websecure"),
          asDefault: true,
          http: {
            middlewares: ["no-identity@file"],
            aliasHeadersStrategy,
            encodedCharacters,
            tls: site.tls.mode === "acme" ? wildcards(site.domain) : {},
          },
          http3: {},
          // Streams of the VPN's peers, and uploads, take as long as they take.
          transport: { respondingTimeouts: { readTimeout: "0s", writeTimeout: "0s", idleTimeout: "3m" } },
        },
        [internal]: { address: at("http"), http: { aliasHeadersStrategy } },
      },
      // A guest that is switched off is told to people at once.
      serversTransport: { forwardingTimeouts: { dialTimeout: "5s" } },
      providers: {
        file: { directory: files.dynamic, watch: true },
        ...(docker !== undefined && {
          // An app is asked as long as its container runs: a check of its own may fail over a trifle.
          docker: { endpoint: docker.endpoint, exposedByDefault: false, allowEmptyServices: true },
        }),
      },
      ...(site.tls.mode === "acme" && { certificatesResolvers: { [resolver]: { acme: acme(site.tls) } } }),
    },
    plainYaml,
  );
}

/**
 * No backend may see a header that to some programs is another one: `X_authentik_username`, `X.authentik.username`. Those
 * of the very name go by a middleware.
 */
const aliasHeadersStrategy = "delete";

/** In no path that people use. */
const encodedCharacters = { allowEncodedBackSlash: false, allowEncodedNullCharacter: false };

/** To the journal, which has its bounds. Queries hold tokens and codes, headers cookies: neither is kept. */
const accessLog = {
  format: "json",
  fields: {
    names: Object.fromEntries(
      [
        "ClientAddr",
        "ClientPort",
        "GzipRatio",
        "OriginContentSize",
        "OriginStatus",
        "Overhead",
        "RequestAddr",
        "RequestCount",
        "RequestPort",
        "ServiceAddr",
        "StartLocal",
      ].map((name) => [name, "drop"]),
    ),
    headers: { defaultMode: "drop", names: { "User-Agent": "keep" } },
    queryParameters: { defaultMode: "drop" },
  },
};

const wildcards = (domain: string): object => ({
  certResolver: resolver,
  domains: [{ main: domain, sans: [`*.${domain}`, `*.apps.${domain}`] }],
});

/** Asked outside: the house's own resolver answers for the domain itself, and knows nothing of a challenge. */
const acme = ({ email, dnsProvider }: Context["site"]["tls"]): object => ({
  email,
  storage: acmeStorage,
  keyType: "EC256",
  dnsChallenge: { provider: dnsProvider, resolvers: ["1.1.1.1:53", "9.9.9.9:53"] },
});
