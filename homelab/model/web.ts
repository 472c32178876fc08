import { isPrivateDomain } from "../values/names";
import type { Site } from "../site";

/** A web interface behind Traefik: `https://<subdomain>.<domain>`. `L` are the keys of the service's `ports`. */
export interface Web<L extends string = string> {
  /** DNS label below the homelab's domain. */
  readonly subdomain: string;
  /** More labels that lead to the same web interface. */
  readonly aliases?: readonly string[];
  /** Key of `ports`. @default "http" */
  readonly port?: L;
  /** Path prefixes of this route. @default all paths */
  readonly paths?: readonly string[];
  /** Scheme that Traefik connects with. @default https if the port uses TLS, else http */
  readonly scheme?: "http" | "https" | "h2c";
  readonly signOn: SignOn;
  /** Path prefixes without sign-on; the service file gives the reason for each. */
  readonly open?: readonly string[];
  /** Path prefixes that Traefik refuses, because only programs in the homelab call them, directly at the same port. */
  readonly closed?: readonly string[];
  /** Groups whose people may use it; an empty list means everybody who can sign on. */
  readonly groups?: readonly string[];
  /**
   * Whether it is reachable from the internet, if the router forwards to Traefik. `true` is for a service that is
   * useless otherwise; it is an error with a private domain, whose names do not resolve on the internet. With such a
   * domain, `where-possible` means from the house only.
   * @default false: only from the house and through the VPN
   */
  readonly public?: boolean | "where-possible";
  /** Security headers for browsers, or none if only programs call it or the service sets its own. @default "secure" */
  readonly headers?: "secure" | "none";
  /** Also serves plain HTTP, and shows people that address: they may not trust the private CA yet. */
  readonly plainHttp?: true;
}

/** True for a web interface that is reachable from the internet. */
export function isPublic({ public: wish = false }: Web, { domain }: Pick<Site, "domain">): boolean {
  return wish !== false && !isPrivateDomain(domain);
}

/** How people sign on to a web interface. */
export type SignOn =
  | {
      readonly mode: "oidc";
      /**
       * Paths to which the sign-on may send people back, for instance `/login/generic_oauth`. An empty path is the bare
       * origin; a whole URL is for another name of the same client.
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

/** The service has its own accounts; `why` is the reason that it cannot use Authentik. */
export const own = (why: string): SignOn => ({ mode: "own", why });

/** Anybody who can reach it may use it; `why` is the reason that this is safe. */
export const open = (why: string): SignOn => ({ mode: "none", why });
