import { isNone, view, type Tile } from "../../model";
import { routes, routeUrl } from "./routes";

/** A tile of the dashboard. */
export interface DashboardTile extends Tile {
  readonly service: string;
  readonly title: string;
  /** Where a click leads; absent if the service has no web interface. */
  readonly href?: string;
}

/** Every tile, in order of declaration. */
export const tiles = view("tiles", (lab, get): readonly DashboardTile[] => {
  const urls = new Map(
    get(routes)
      .toReversed()
      .map((route) => [route.instance.service, routeUrl(route)]),
  );
  return [...lab.services.values()].flatMap((service) => {
    const { tile } = service.operations;
    if (isNone(tile)) return [];
    const href = urls.get(service);
    return [{ ...tile, service: service.name, title: service.title, ...(href !== undefined && { href }) }];
  });
});
