import { Construct } from "constructs";
import { VirtualEnvironmentFile } from "../.gen/providers/proxmox/virtual-environment-file";
import { literal } from "./literal";
import { logicalId } from "./logical-id";
import { requireProxmox } from "./proxmox-provider";

export interface SnippetProps {
  readonly node: string;
  /** A datastore that allows snippets. */
  readonly datastore: string;
  readonly fileName: string;
  /** Text of the file. It is in plain text in the state and on the node, so it must not contain secrets. */
  readonly content: string;
}

/** A text file for cloud-init, copied to the node over SSH. Any change replaces it, so it only serves first boots. */
export class Snippet extends Construct {
  /** Refers to the file, so that it exists before resources that name it. */
  readonly fileId: string;

  constructor(scope: Construct, key: string, props: SnippetProps) {
    super(scope, `snippet:${key}`);
    requireProxmox(this);
    const file = new VirtualEnvironmentFile(this, "file", {
      nodeName: props.node,
      datastoreId: props.datastore,
      contentType: "snippets",
      sourceRaw: { fileName: props.fileName, data: literal(props.content) },
    });
    file.overrideLogicalId(logicalId(key));
    this.fileId = file.id;
  }
}
