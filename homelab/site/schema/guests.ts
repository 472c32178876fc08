import { z } from "zod";
import { parseIpv4 } from "../../values/ipv4";
import { parseMac } from "../../values/mac";
import { parseDnsLabel } from "../../values/names";
import { parseDiskPath } from "../../values/references";
import { parseDiskGiB, parseMemoryMiB } from "../../values/size";
import { parseVmid } from "../../values/vmid";
import { choice, count, flag, integer, named, size, text } from "./fields";

const guest = z
  .strictObject({
    address: text(parseIpv4, "Address in the guest's network.", "10.0.20.10").optional(),
    network: text(parseDnsLabel, "Name of the network.", "database").optional(),
    hostname: text(parseDnsLabel, "Host name, also the name in DNS.", "postgres").optional(),
    vmid: integer(parseVmid, "Number in Proxmox VE, 100 or more.", 105).optional(),
    mac: text(parseMac, "MAC address. Default: chosen by Proxmox VE.", "BC:24:11:00:01:05").optional(),
    cores: count("cores", "A number of cores", "CPU cores.", 2).optional(),
    memory: size(parseMemoryMiB, "Memory.", "3GB").optional(),
    disk: size(parseDiskGiB, "Size of the system disk; it can grow, never shrink.", "30GB").optional(),
    node: text(parseDnsLabel, "PVE node that it runs on.", "pve").optional(),
    enabled: flag("Whether the guest exists, and with it everything that runs on it.").optional(),
    adopt: flag("Take over an existing guest instead of creating one.").optional(),
  })
  .transform(({ memory, disk, ...rest }) => ({
    ...rest,
    ...(memory !== undefined && { memoryMiB: memory }),
    ...(disk !== undefined && { diskGiB: disk }),
  }))
  .prefault({});

export const guests = named(
  parseDnsLabel,
  guest,
  "Overrides by guest; the catalog holds all other values. Default none.",
).prefault({});

export const apps = named(
  parseDnsLabel,
  flag("Whether the app runs."),
  "Apps by name, on (true) or off (false). Default: all on.",
).prefault({});

const webApp = z
  .strictObject({
    databases: z
      .array(choice(["postgres", "mongodb"], "A database server."))
      .meta({ description: "Databases that it gets. Default none.", examples: [["postgres"]] })
      .default([]),
    prefix: choice(["webapp", "coolify"], "Prefix of its databases' names: <prefix>_<name>. Default webapp.").default(
      "webapp",
    ),
    redis: z
      .array(choice(["sessions", "cache"], "Redis number 2 (sessions) or 3 (cache)."))
      .meta({ description: "Shared Redis numbers that it uses. Default none.", examples: [["sessions", "cache"]] })
      .default([]),
    uploads: flag("Whether it gets a place in the bucket `uploads`. Default false.").default(false),
  })
  .prefault({});

export const webApps = named(
  parseDnsLabel,
  webApp,
  "Web apps that Coolify deploys, and what they need from the database tier. Default none.",
).prefault({});

export const nas = z
  .strictObject({
    ready: flag(
      "Whether the NAS is set up; true switches on mounts, datastores and the apps that need them. Default false.",
    ).default(false),
    disks: z
      .array(text(parseDiskPath, "A disk of the node.", "/dev/disk/by-id/ata-MODEL_SERIAL"))
      .meta({
        description: "Disks passed through to the NAS. Default none.",
        examples: [["/dev/disk/by-id/ata-MODEL_SERIAL"]],
      })
      .default([]),
  })
  .prefault({})
  .describe("The NAS.");
