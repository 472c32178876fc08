import { Container } from "@cdktf/provider-docker/lib/container";
import { Image } from "@cdktf/provider-docker/lib/image";
import { Construct } from "constructs";
import { containerConfig } from "./container-config";
import type { ContainerSettings } from "./container-settings";
import { requireDocker } from "./docker-provider";
import { logicalId } from "./logical-id";

export interface DockerAppProps extends ContainerSettings {
  /** Image with a pinned tag. */
  readonly image: string;
}

/** A container on a Docker host, and its image. */
export class DockerApp extends Construct {
  constructor(scope: Construct, key: string, props: DockerAppProps) {
    super(scope, `docker-app:${key}`);
    requireDocker(this);
    const image = new Image(this, "image", {
      name: props.image,
      // The old image cannot be removed while the old container runs; a timer on the host prunes images.
      keepLocally: true,
    });
    image.overrideLogicalId(logicalId(key));
    // By name, not by digest: what `docker inspect` calls a digest depends on the engine's image store.
    new Container(this, "container", { ...containerConfig(props), image: image.name }).overrideLogicalId(
      logicalId(key),
    );
  }
}
