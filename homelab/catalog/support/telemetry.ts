/** The figures of metrics and logs: agents, Prometheus, Loki and the bucket behind it read them here. */
export const telemetry = {
  /** How often agents read a metrics endpoint. */
  scrapeIntervalSeconds: 15,
  /** How long Prometheus keeps samples. */
  metricsDays: 30,
  /** Whichever of the two limits comes first; the rest of the guest's 50 GiB is for Grafana and the system. */
  metricsGiB: 36,
  /** How long log indexes stay on Loki's own disk, and how far back an agent's backlog is taken. */
  recentLogsDays: 7,
  /** How long Loki keeps logs in the object store. */
  logsDays: 90,
} as const;
