import { stringify } from "yaml";
import { portOf, type Context } from "../../../model";
import { acmeStorage, files, internal, plainYaml, resolver } from "./files";

/** The Docker engine whose containers Traefik discovers. */
export interface DockerSettings {
  readonly endpoint: string;
}

/** Configuration that Traefik reads only at its start: its entry points, and the providers of everything else. */
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
            // Lower than every router of ours; otherwise nobody would reach a name that is served over plain HTTP.
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
          // Uploads and streams of the VPN's peers may take any time.
          transport: { respondingTimeouts: { readTimeout: "0s", writeTimeout: "0s", idleTimeout: "3m" } },
        },
        [internal]: { address: at("http"), http: { aliasHeadersStrategy } },
      },
      // So that people soon see that a guest is off.
      serversTransport: { forwardingTimeouts: { dialTimeout: "5s" } },
      providers: {
        file: { directory: files.dynamic, watch: true },
        ...(docker !== undefined && {
          // An app gets requests as long as its container runs, because its health check may fail over a trifle.
          docker: { endpoint: docker.endpoint, exposedByDefault: false, allowEmptyServices: true },
        }),
      },
      ...(site.tls.mode === "acme" && { certificatesResolvers: { [resolver]: { acme: acme(site.tls) } } }),
    },
    plainYaml,
  );
}

/**
 * Deletes headers that some programs take for another one, such as `X_authentik_username` or `X.authentik.username`. A
 * middleware deletes those with the exact name.
 */
const aliasHeadersStrategy = "delete";

/** Paths that people use contain neither. */
const encodedCharacters = { allowEncodedBackSlash: false, allowEncodedNullCharacter: false };

/**
 * It goes to the journal, whose size is limited. Queries contain tokens and codes, headers contain cookies: neither is
 * logged.
 */
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

/** These resolvers are public: the house's own one answers for the domain itself and has no challenge records. */
const acme = ({ email, dnsProvider }: Context["site"]["tls"]): object => ({
  email,
  storage: acmeStorage,
  keyType: "EC256",
  dnsChallenge: { provider: dnsProvider, resolvers: ["1.1.1.1:53", "9.9.9.9:53"] },
});
