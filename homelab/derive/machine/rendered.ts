import { groupBy } from "../../values/group-by";
import { view, type Instance, type Rendered } from "../../model";
import { contextOf } from "./context";

/**
 * The result of each instance's `render`, which runs once: what the instance puts on its machine, or the error that
 * `render` threw.
 */
export const renderings = view("renderings", (lab, get): ReadonlyMap<Instance, Rendered | Error> => {
  const byConsumer = groupBy(lab.connections, ({ consumer }) => consumer);
  const byProvider = groupBy(lab.connections, ({ provider }) => provider);
  return new Map(
    lab.instances
      .filter(({ service }) => service.render !== undefined)
      .map((instance) => {
        const context = contextOf(lab, get, instance, byConsumer.get(instance) ?? [], byProvider.get(instance) ?? []);
        return [instance, attempt(() => instance.service.render?.(context) ?? {})];
      }),
  );
});

/** What each instance puts on its machine. @throws the first error of a `render`. */
export const rendered = view("rendered services", (_, get): ReadonlyMap<Instance, Rendered> => {
  const entries = [...get(renderings)].map(([instance, rendering]) => {
    if (rendering instanceof Error) throw rendering;
    return [instance, rendering] as const;
  });
  return new Map(entries);
});

function attempt(render: () => Rendered): Rendered | Error {
  try {
    return render();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
