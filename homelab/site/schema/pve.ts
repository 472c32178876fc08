import { z } from "zod";
import { parseIpv4 } from "../../values/ipv4";
import { parseDatastore, parseDnsLabel } from "../../values/names";
import { parseEndpoint } from "../../values/references";
import { parseDiskGiB, parseMemoryMiB } from "../../values/size";
import { atLeastOne, count, flag, named, size, text } from "./fields";

const disks = z
  .strictObject({
    id: text(parseDatastore, "Datastore of guest disks. Default local-lvm.", "local-lvm").prefault("local-lvm"),
    capacity: size(
      parseDiskGiB,
      "Size of that datastore, rounded down to whole GiB; the disks of all guests must fit. Default: not checked.",
      "1.7TiB",
    ).optional(),
  })
  .transform(({ id, capacity }) => ({ id, ...(capacity !== undefined && { capacityGiB: capacity }) }))
  .prefault({})
  .describe("Where guest disks are stored.");

const files = z
  .strictObject({
    id: text(parseDatastore, "Datastore of images, templates and snippets. Default local.", "local").prefault("local"),
  })
  .prefault({})
  .describe("Where images, templates and snippets are stored.");

const node = z
  .strictObject({
    address: text(parseIpv4, "Address of the node in its own network. Required.", "192.168.1.2"),
    endpoint: text(
      parseEndpoint,
      "Address of the PVE API. Default https://<address>:8006/.",
      "https://192.168.1.2:8006/",
    ).optional(),
    insecure: flag("Accept the self-signed certificate of a fresh PVE host. Default true.").default(true),
    threads: count("threads", "A number of threads", "Hardware threads (lscpu: CPUs). Required.", 24),
    memory: size(parseMemoryMiB, "Memory of the node. Required.", "64GB"),
    reserve: size(parseMemoryMiB, "Memory reserved for the node itself. Default 4GiB.", "4GiB").prefault("4GiB"),
    datastores: z.strictObject({ disks, files }).prefault({}).describe("Datastores of the node."),
  })
  .transform(({ memory, reserve, ...rest }) => ({
    ...rest,
    endpoint: rest.endpoint ?? `https://${rest.address}:8006/`,
    memoryMiB: memory,
    reserveMiB: reserve,
  }));

export const pve = z
  .strictObject({
    version: z
      .literal([8, 9])
      .meta({ description: "Major version of Proxmox VE. Default 8.", examples: [8] })
      .default(8),
    nodes: atLeastOne(
      named(parseDnsLabel, node, "PVE nodes by host name. At least one is required."),
      "node",
      "The map is empty, so no guest could run anywhere.",
      "Add a PVE node, such as pve: { address: 192.168.1.2, threads: 24, memory: 64GB }.",
    ),
  })
  .describe("The Proxmox VE installation. Required.");
