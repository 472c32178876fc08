import { none, type Operations } from "../../homelab";

/** Operations of a service that exists only in a test. */
export const unwatched: Operations<never> = {
  metrics: none("it only exists in a test"),
  logs: none("it only exists in a test"),
  health: none("it only exists in a test"),
  alerts: none("it only exists in a test"),
  backup: none("it only exists in a test"),
  uptime: none("it only exists in a test"),
  tile: none("it only exists in a test"),
};
