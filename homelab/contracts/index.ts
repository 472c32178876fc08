/** What services can offer each other. Each file contains a contract and the functions that make a Use of it. */
export * as docker from "./docker";
export * as keyedApi from "./keyed-api";
export * as ldap from "./ldap";
export * as mongodb from "./mongodb";
export * as nfs from "./nfs";
export * as notify from "./notify";
export * as postgres from "./postgres";
export * as proxmox from "./proxmox";
export * as redis from "./redis";
export * as s3 from "./s3";
export * as smtp from "./smtp";
export * as telemetry from "./telemetry";
export * as webApi from "./web-api";
