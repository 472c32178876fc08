import type { Check } from "../check";

/** A NAS that is switched off is not ready: apps would write below paths that nothing is mounted on. */
export const nasReady: Check = ({ site, machines: guests }) =>
  !site.nas.ready || guests.has("nas")
    ? []
    : [
        {
          rule: "nas-ready",
          path: ["nas", "ready"],
          value: "true",
          message: "The NAS is said to be ready, but its guest is switched off.",
          fix: "Set nas.ready to false, or switch the guest nas on.",
        },
      ];
