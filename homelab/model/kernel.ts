/** What a service needs of the kernel that it runs on. A container cannot see to it itself: its PVE host does. */
export interface KernelNeeds {
  /** Smallest value that will do, by the setting's name: `vm.overcommit_memory` -> 1. */
  readonly sysctl?: Readonly<Record<string, number>>;
  /** Modules that nothing loads by itself. */
  readonly modules?: readonly string[];
}
