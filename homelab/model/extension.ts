import type { Uses } from "./contract";
import type { Service } from "./service";

/** Further Uses of a service that is declared elsewhere. */
export interface Extension {
  /** Name of the service. */
  readonly extends: string;
  readonly uses: Uses;
  /** Place in the user's own catalog file. */
  readonly source?: Service["source"];
}

/**
 * Gives a service of another file further Uses: `extend("home-assistant", { uses: { mqtt: mqtt.account() } })`. What
 * follows from a Use follows from these as well, the firewall's rule and the secret for instance. The service's own
 * `render` knows nothing of them; a person enters in the program what it has to know.
 *
 * @param service Name of the service, or the service itself.
 */
export function extend(service: string | Pick<Service, "name">, { uses }: Pick<Extension, "uses">): Extension {
  return { extends: typeof service === "string" ? service : service.name, uses };
}

/** The services with the Uses that extensions give them. A key that is taken stays what it was (`homelab/checks`). */
export function extended(services: readonly Service[], extensions: readonly Extension[]): readonly Service[] {
  return services.map((service) => {
    const own = extensions.filter((extension) => extension.extends === service.name);
    return own.length === 0 ? service : { ...service, uses: firstOfEach([service, ...own].map(({ uses }) => uses)) };
  });
}

/** All keys in their order, each with the first value that it is given. */
const firstOfEach = (all: readonly Uses[]): Uses => all.reduce((taken, more) => Object.assign({}, taken, more, taken));
