import type { Check } from "../check";

/** A NAS that is switched off is not ready: apps would write below paths where nothing is mounted. */
export const nasReady: Check = ({ site, machines }) =>
  !site.nas.ready || machines.has("nas")
    ? []
    : [
        {
          rule: "nas-ready",
          path: ["nas", "ready"],
          value: "true",
          message: "nas.ready is true, but the guest nas is switched off.",
          fix: "Set nas.ready to false, or switch the guest nas on.",
        },
      ];
