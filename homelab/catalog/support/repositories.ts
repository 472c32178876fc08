import type { AptRepository } from "../../model";

/** Grafana, Loki and Alloy. The key of the same place without `-full` is older, and refused by now. */
export const grafanaRepository: AptRepository = {
  name: "grafana",
  uri: "https://apt.grafana.com",
  suites: ["stable"],
  components: ["main"],
  key: "https://apt.grafana.com/gpg-full.key",
};
