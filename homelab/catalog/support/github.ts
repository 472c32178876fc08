import { external } from "../../model";

/** Read by every machine that pulls private images from ghcr.io. */
export const registryToken = external(
  "github",
  "container-registry-token",
  "token with which machines pull images from ghcr.io",
  "Make a classic personal access token with the scope read:packages at https://github.com/settings/tokens.",
);
