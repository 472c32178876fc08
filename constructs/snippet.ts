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
  /** Text of the file. It stands in the state and on the node in the clear: never a secret. */
  readonly content: string;
}

/** A text file for cloud-init, copied to the node by SSH. Any change replaces it, so it serves first boots only. */
export class Snippet extends Construct {
  /** Refers to the file, so that it exists before what names it. */
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
