/** What a service needs of the kernel that it runs on. A container cannot see to it itself: its PVE host does. */
export interface KernelNeeds {
  /**
   * Values by the setting's name: `vm.overcommit_memory` -> 1. They are set as they are, so none may be less than what
   * the distribution gives anyway.
   */
  readonly sysctl?: Readonly<Record<string, number>>;
  /** Modules that nothing loads by itself. */
  readonly modules?: readonly string[];
}
