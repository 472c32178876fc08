/** What each machine gets, and when. */
export { budget } from "./budget";
export { cloudInits, type CloudInit } from "./cloud-init";
export { dockerHosts, type ContainerPlan, type DockerHost } from "./docker";
export { kernelNeeds, type KernelNeed } from "./kernel-needs";
export { packageCaches } from "./package-cache";
export { pushOrder } from "./push-order";
export { repositories } from "./repositories";
export { rendered, renderings } from "./rendered";
export { updateWindows } from "./update-windows";
