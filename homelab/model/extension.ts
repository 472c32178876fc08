import type { Uses } from "./contract";
import type { Position } from "../values/problem";

/** What an extension needs of a service. */
interface Extendable {
  readonly name: string;
  readonly uses: Uses;
}

/** More Uses for a service that is declared elsewhere. */
export interface Extension {
  /** Name of the service. */
  readonly extends: string;
  readonly uses: Uses;
  /** Place in the user's own catalog file. */
  readonly source?: { readonly file: string; readonly position: Position };
}

/**
 * Adds Uses to a service of another file: `extend("home-assistant", { uses: { mqtt: mqtt.account() } })`. They have the
 * same effects as the service's own, for instance a firewall rule and a secret. The `render` of the service does not
 * read them, so a person has to enter the settings in the program.
 *
 * @param service Name of the service, or the service itself.
 */
export function extend(
  service: string | (Pick<Extendable, "name"> & { readonly operations: unknown }),
  { uses }: Pick<Extension, "uses">,
): Extension {
  return { extends: typeof service === "string" ? service : service.name, uses };
}

/** The services with the Uses that extensions add. An existing key is not replaced (`homelab/checks` reports it). */
export function extended<S extends Extendable>(services: readonly S[], extensions: readonly Extension[]): readonly S[] {
  return services.map((service) => {
    const own = extensions.filter((extension) => extension.extends === service.name);
    return own.length === 0 ? service : { ...service, uses: firstOfEach([service, ...own].map(({ uses }) => uses)) };
  });
}

/** All keys in their order, each with its first value. */
const firstOfEach = (all: readonly Uses[]): Uses => all.reduce((taken, more) => Object.assign({}, taken, more, taken));
