import type { Service } from "../../model";
import { alertmanager } from "./alertmanager";
import { alloy } from "./alloy";
import { grafana } from "./grafana";
import { loki } from "./loki";
import { prometheus } from "./prometheus";

/** Metrics, logs and alerts. */
export const observability: readonly Service[] = [grafana, prometheus, alertmanager, loki, alloy];
