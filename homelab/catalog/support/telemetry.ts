/** Intervals and retention of metrics and logs, for agents, Prometheus, Loki and Loki's bucket. */
export const telemetry = {
  /** How often agents read a metrics endpoint. */
  scrapeIntervalSeconds: 15,
  /** How long Prometheus keeps samples. */
  metricsDays: 30,
  /**
   * Prometheus also drops the oldest samples above this size; the rest of the guest's 50 GiB is for Grafana and the
   * system.
   */
  metricsGiB: 36,
  /** How long log indexes stay on Loki's own disk, and how old the backlog of an agent may be. */
  recentLogsDays: 7,
  /** How long Loki keeps logs in the object store. */
  logsDays: 90,
} as const;
