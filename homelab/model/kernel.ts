/** What a service needs from the kernel. A container cannot set it up itself, so its PVE host does. */
export interface KernelNeeds {
  /**
   * Values by the name of the setting: `vm.overcommit_memory` -> 1. They replace the values of the distribution, so
   * none may be lower than those.
   */
  readonly sysctl?: Readonly<Record<string, number>>;
  /** Modules that are not loaded automatically. */
  readonly modules?: readonly string[];
}
