/** What each machine gets, and when. */
export { budget, type NodeBudget } from "./budget";
export { cloudInits, type CloudInit } from "./cloud-init";
export { dockerHosts, type ContainerPlan, type DockerHost, type DockerNetworkPlan } from "./docker";
export { kernelNeeds, type KernelNeed, type KernelSettings } from "./kernel-needs";
export { packageCaches } from "./package-cache";
export { pushOrder } from "./push-order";
export { repositories, type RepositoryInUse } from "./repositories";
export { rendered, renderings } from "./rendered";
export { updateWindows, type UpdateWindow } from "./update-windows";
