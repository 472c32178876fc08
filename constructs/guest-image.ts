import { Construct } from "constructs";
import { DownloadFile } from "../.gen/providers/proxmox/download-file";
import { logicalId } from "./logical-id";
import { requireProxmox } from "./proxmox-provider";

export interface GuestImageProps {
  readonly node: string;
  readonly datastore: string;
  /**
   * `vztmpl` is a container template, `import` a disk image, `iso` either an installer or, before 8.4, a disk image.
   */
  readonly contentType: "vztmpl" | "import" | "iso";
  /** A dated URL, because one whose content changes would deliver another file under the same name. */
  readonly url: string;
  /** Name in the datastore. It never changes, because another name would replace the containers. */
  readonly fileName: string;
  /** Published by the image's makers. */
  readonly checksum: { readonly algorithm: "sha256" | "sha512"; readonly value: string };
}

/** An operating system image that Proxmox VE downloads by itself, once. */
export class GuestImage extends Construct {
  constructor(scope: Construct, key: string, props: GuestImageProps) {
    super(scope, `image:${key}`);
    requireProxmox(this);
    new DownloadFile(this, "file", {
      nodeName: props.node,
      datastoreId: props.datastore,
      contentType: props.contentType,
      url: props.url,
      fileName: props.fileName,
      checksum: props.checksum.value,
      checksumAlgorithm: props.checksum.algorithm,
      // Otherwise every plan compares its size, and may replace it while guests depend on it.
      overwrite: false,
      // Accept a file of that name from an earlier homelab.
      overwriteUnmanaged: true,
      uploadTimeout: 1800,
    }).overrideLogicalId(logicalId(key));
  }
}

/**
 * The file id by which guests of any stack refer to an image, for example `local:vztmpl/debian-13-standard.tar.zst`.
 */
export function imageFileId(image: Pick<GuestImageProps, "datastore" | "contentType" | "fileName">): string {
  return `${image.datastore}:${image.contentType}/${image.fileName}`;
}
