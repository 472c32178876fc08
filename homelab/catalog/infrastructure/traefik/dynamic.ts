import { stringify } from "yaml";
import {
  proxyRoutes,
  redirectOf,
  signOnRouters,
  signOnService,
  type ProxyRouter,
  type ProxyTransport,
} from "../../../derive";
import { caFile, type Context } from "../../../model";
import { given, internal, plainYaml } from "./files";

/**
 * Routes to everything that is not a container on the Docker host, and the routes of the sign-on and of the internal
 * API.
 */
export function routesFile({ get }: Context, signOn: string, apiClients: readonly string[]): string {
  const all = get(proxyRoutes);
  const own = all.filter(({ discovered }) => !discovered);
  const routers = [
    ...own.flatMap((known) => known.routers),
    ...all.flatMap(({ aliases }) => (aliases === undefined ? [] : [aliases])),
    ...signOnRouters(all),
  ];
  const services = own.filter(({ routers: [first], route }) => first?.service === route.name);
  return stringify(
    {
      http: {
        routers: {
          ...Object.fromEntries(routers.map((router) => [router.name, routerOf(router)])),
          ...(apiClients.length > 0 && { homelab__api: apiRouter }),
        },
        services: {
          [signOnService]: serviceOf(signOn),
          ...Object.fromEntries(
            services.map(({ route, transport }) => [route.name, serviceOf(route.target, transport)]),
          ),
        },
      },
    },
    plainYaml,
  );
}

const routerOf = ({ name: _, middlewares, ...rest }: ProxyRouter): object => ({
  ...rest,
  ...(middlewares.length > 0 && { middlewares }),
});

/**
 * What internal programs may read of Traefik's API without sign-on. It is never reachable by the names that people use.
 */
const apiRouter = {
  rule: "PathPrefix(`/api/`) && Method(`GET`)",
  entryPoints: [internal],
  middlewares: ["api-clients"],
  service: "api@internal",
};

/**
 * Each service has one server, so a health check would be useless: without a server, an error is the only answer
 * anyway.
 */
const serviceOf = (url: string, transport?: ProxyTransport): object => ({
  loadBalancer: {
    servers: [{ url }],
    passHostHeader: true,
    ...(transport !== undefined && { serversTransport: transport.name }),
  },
});

/**
 * Headers that tell programs who a user is: Authentik's, and those of other products.
 *
 * @see https://docs.goauthentik.io/docs/providers/proxy
 */
const signOnHeaders = [
  "username",
  "groups",
  "entitlements",
  "email",
  "name",
  "uid",
  "jwt",
  "meta-jwks",
  "meta-outpost",
  "meta-provider",
  "meta-app",
  "meta-version",
].map((name) => `X-authentik-${name}`);

const otherIdentities = [
  "Remote-User",
  "Remote-Groups",
  "Remote-Email",
  "Remote-Name",
  "X-Forwarded-User",
  "X-Forwarded-Groups",
  "X-Forwarded-Email",
  "X-Forwarded-Preferred-Username",
  "X-Remote-User",
  "X-WebAuth-User",
];

/** Each middleware is defined once, for the routers of the routes file and for the labels of containers. */
export function middlewaresFile(context: Context, signOn: string, apiClients: readonly string[]): string {
  const { lab, site, get } = context;
  const all = get(proxyRoutes);
  const transports = new Map(
    all.flatMap(({ transport }) => (transport === undefined ? [] : [[transport.name, transport]])),
  );
  return stringify(
    {
      http: {
        middlewares: {
          "no-identity": {
            headers: {
              customRequestHeaders: Object.fromEntries(
                [...signOnHeaders, ...otherIdentities].map((name) => [name, ""]),
              ),
            },
          },
          "house-only": { ipAllowList: { sourceRange: [...lab.networks.values()].map(({ cidr }) => cidr) } },
          // For each address: a person who opens a large page stays far below, but a program that guesses passwords is
          // slowed down.
          "rate-limit": { rateLimit: { average: 100, burst: 500, period: "1s" } },
          "sign-on": {
            forwardAuth: {
              address: `${signOn}/outpost.goauthentik.io/auth/traefik`,
              trustForwardHeader: false,
              authResponseHeaders: signOnHeaders,
              maxResponseBodySize: 1024 * 1024,
            },
          },
          "secure-headers": { headers: secureHeaders(site) },
          compress: { compress: { includedContentTypes: compressible, minResponseBodyBytes: 1024 } },
          ...(apiClients.length > 0 && { "api-clients": { ipAllowList: { sourceRange: apiClients } } }),
          ...Object.fromEntries(
            all.filter(({ aliases }) => aliases).map(({ route }) => [redirectOf(route), redirect(route.fqdns[0])]),
          ),
        },
        ...(transports.size > 0 && {
          serversTransports: Object.fromEntries(
            [...transports].map(([name, transport]) => [name, transportOf(transport)]),
          ),
        }),
      },
    },
    plainYaml,
  );
}

const redirect = (host: string): object => ({
  redirectRegex: { regex: "^https?://[^/]+/(.*)", replacement: `https://${host}/\${1}`, permanent: true },
});

/**
 * With a private CA, browsers are not told to insist on HTTPS: if a certificate expired, people could not even open the
 * page that helps them.
 */
const secureHeaders = ({ tls }: Context["site"]): object => ({
  contentTypeNosniff: true,
  customFrameOptionsValue: "SAMEORIGIN",
  referrerPolicy: "strict-origin-when-cross-origin",
  ...(tls.mode === "acme" && { stsSeconds: 180 * 24 * 3600 }),
  customResponseHeaders: { Server: "", "X-Powered-By": "", "X-Robots-Tag": "noindex, nofollow" },
});

/** Text only. Films and pictures are compressed already, and event streams must not wait for a full buffer. */
const compressible = [
  "application/javascript",
  "application/json",
  "application/manifest+json",
  "application/xml",
  "image/svg+xml",
  "text/css",
  "text/html",
  "text/javascript",
  "text/plain",
  "text/xml",
];

const transportOf = ({ trusts, serverName }: ProxyTransport): object => ({
  ...(trusts === "ca" && { rootCAs: [caFile] }),
  ...(trusts === "anything" && { insecureSkipVerify: true }),
  ...(serverName !== undefined && { serverName }),
});

/**
 * A client that asks for a name without a certificate gets none, and learns none of our names. TLS 1.2 is for older
 * devices; of its ciphers, only those with forward secrecy and authenticated encryption are enabled.
 */
export const tlsFile = ({ site }: Pick<Context, "site">): string =>
  stringify({
    tls: {
      options: {
        default: {
          minVersion: "VersionTLS12",
          sniStrict: true,
          cipherSuites: [
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            // For certificates that users add beside ours.
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          ],
        },
      },
      ...(site.tls.mode === "internal" && {
        certificates: [{ certFile: given("certificate.pem"), keyFile: given("key.pem") }],
      }),
    },
  });
