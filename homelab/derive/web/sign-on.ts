import { ldap } from "../../contracts";
import {
  connectionsOf,
  generated,
  inRole,
  view,
  type Get,
  type Instance,
  type Secret,
  type Service,
} from "../../model";
import { routes, routeUrl, type Route } from "./routes";

/** A service whose users sign on at the sign-on. */
export interface SignOnClient {
  readonly instance: Instance;
  /** Its routes that require the sign-on. */
  readonly routes: readonly [Route, ...Route[]];
  /** `oidc`: it is an OpenID Connect client; `forward`: the proxy asks the sign-on before each request. */
  readonly mode: "oidc" | "forward";
  /** Slug of its application and id of the client: the name of the service. */
  readonly slug: string;
  /** The URL that people see. */
  readonly url: string;
  /** URLs to which the sign-on may redirect people, compared exactly; none with `forward`. */
  readonly redirectUris: readonly string[];
  /** Groups whose members may enter, sorted; if empty, everybody with an account. */
  readonly groups: readonly string[];
}

/** Every client of the sign-on, one for each service, in order of declaration. */
export const signOnClients = view("clients of the sign-on", (lab, get): readonly SignOnClient[] =>
  lab.instances.flatMap((instance) => {
    const own = get(routes).filter((route) => route.instance === instance && isAsked(route));
    const [first] = own;
    if (first === undefined) return [];
    return [
      {
        instance,
        routes: [first, ...own.slice(1)],
        mode: first.signOn.mode === "oidc" ? "oidc" : "forward",
        slug: instance.service.name,
        url: routeUrl(first),
        redirectUris: own.flatMap(redirectUrisOf),
        groups: [...new Set(own.flatMap(({ groups }) => groups))].toSorted(),
      },
    ];
  }),
);

const isAsked = ({ signOn: { mode } }: Route): boolean => mode === "oidc" || mode === "forward";

const isUrl = (path: string): boolean => path.startsWith("https://");

function redirectUrisOf({ signOn, fqdns: [host] }: Route): readonly string[] {
  return signOn.mode === "oidc"
    ? signOn.redirectPaths.map((path) => (isUrl(path) ? path : `https://${host}${path}`))
    : [];
}

/** The settings that an OpenID Connect client needs. */
export interface OidcSettings {
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** `https://auth.<domain>/application/o/<slug>/`; the final slash is part of it. */
  readonly issuer: string;
}

/** The password with which an OpenID Connect client authenticates to the sign-on; generated, and given to both. */
export const clientSecretOf = ({ name, title }: Pick<Service, "name" | "title">): Secret =>
  generated("authentik", `client-${name}`, `password of ${title} as OpenID Connect client of the sign-on`, {
    length: 64,
  });

/** Settings of an OpenID Connect client; undefined without a sign-on, or if the service is not its client. */
export function oidcSettings(get: Get, service: Service): OidcSettings | undefined {
  const client = get(signOnClients).find(({ instance, mode }) => instance.service === service && mode === "oidc");
  const url = get(signOnUrl);
  return client === undefined || url === undefined
    ? undefined
    : { clientId: client.slug, clientSecret: clientSecretOf(service), issuer: `${url}/application/o/${client.slug}/` };
}

/** `https://auth.<domain>`, where people sign on; undefined without a sign-on. */
export const signOnUrl = view("address of the sign-on", (lab, get): string | undefined => {
  const instance = inRole(lab, "signOn");
  const route = get(routes).find((each) => each.instance === instance);
  return route === undefined ? undefined : routeUrl(route);
});

/** The LDAP accounts of services that read people and groups from the directory, in order of declaration. */
export const directoryAccounts = view(
  "accounts in the directory",
  (lab): readonly { readonly username: string; readonly password: Secret }[] => {
    const accounts = connectionsOf(lab.connections, ldap.contract).map(
      ({ consumer, secrets }) => [ldap.accountOf(consumer.service.name), secrets.bind] as const,
    );
    return [...new Map(accounts)].map(([username, password]) => ({ username, password }));
  },
);
