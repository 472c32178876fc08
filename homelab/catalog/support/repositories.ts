import type { AptRepository } from "../../model";

/** Grafana, Loki and Alloy. The older key without `-full` in its name is no longer accepted. */
export const grafanaRepository: AptRepository = {
  name: "grafana",
  uri: "https://apt.grafana.com",
  suites: ["stable"],
  components: ["main"],
  key: "https://apt.grafana.com/gpg-full.key",
};
