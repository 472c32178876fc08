import { renderings } from "../../derive";
import type { Container, Get, Service } from "../../model";

/**
 * The containers of every service whose `render` threw no error; a service on several machines appears once for each.
 */
export function containersByService(
  get: Get,
): readonly { readonly service: Service; readonly containers: readonly Container[] }[] {
  return [...get(renderings)].flatMap(([{ service }, rendering]) =>
    rendering instanceof Error ? [] : [{ service, containers: rendering.containers ?? [] }],
  );
}
