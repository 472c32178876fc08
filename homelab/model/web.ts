import { isPrivateDomain } from "../values/names";
import type { Site } from "../site";

/** A web interface behind Traefik: `https://<host>.<domain>`. `L` are the keys of the service's `ports`. */
export interface Web<L extends string = string> {
  /** DNS label below the homelab's domain. */
  readonly subdomain: string;
  /** Further labels that lead to the same place. */
  readonly aliases?: readonly string[];
  /** Key of `ports`. @default "http" */
  readonly port?: L;
  /** Path prefixes of this route. @default the whole host */
  readonly paths?: readonly string[];
  /** How Traefik speaks to it. @default https when the port speaks TLS, else http */
  readonly scheme?: "http" | "https" | "h2c";
  readonly signOn: SignOn;
  /** Path prefixes that need no sign-on, each for a reason that the service file states. */
  readonly open?: readonly string[];
  /** Path prefixes that the gateway hands on to nobody: what programs inside ask for at the same port. */
  readonly closed?: readonly string[];
  /** Groups of people who may enter; an empty list is everybody who can sign on. */
  readonly groups?: readonly string[];
  /**
   * May be called from the internet, as far as the router forwards to the gateway. `true` makes no sense without, and is
   * refused below a private domain, whose names nobody outside can find; `where-possible` stays in the house there.
   * @default false: only from the house and through the VPN
   */
  readonly public?: boolean | "where-possible";
  /** Security headers for browsers (`secure`), or none, where programs call or the service sets its own. @default "secure" */
  readonly headers?: "secure" | "none";
  /** Answers plain HTTP as well, and people are shown that address: for who does not trust our certificates yet. */
  readonly plainHttp?: true;
}

/** True for a web interface that the internet may call. */
export function isPublic({ public: wish = false }: Web, { domain }: Pick<Site, "domain">): boolean {
  return wish !== false && !isPrivateDomain(domain);
}

/** Who asks for the password. */
export type SignOn =
  | {
      readonly mode: "oidc";
      /**
       * Paths that the sign-on may send people back to, for instance `/login/generic_oauth`. An empty one is the bare
       * origin; a whole address is for another name of the same client.
       */
      readonly redirectPaths: readonly string[];
    }
  | { readonly mode: "forward" }
  | { readonly mode: "own"; readonly why: string }
  | { readonly mode: "none"; readonly why: string };

/** The service is an OpenID Connect client of Authentik. */
export const oidc = (...redirectPaths: readonly string[]): SignOn => ({ mode: "oidc", redirectPaths });

/** Traefik asks Authentik before each request (forward auth). */
export const forward = (): SignOn => ({ mode: "forward" });

/** The service has accounts of its own; `why` it cannot use Authentik. */
export const own = (why: string): SignOn => ({ mode: "own", why });

/** Anybody who reaches it may use it; `why` that is right. */
export const open = (why: string): SignOn => ({ mode: "none", why });
