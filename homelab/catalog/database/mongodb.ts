import { mongodb as contract, notify, s3 } from "../../contracts";
import { generated, offer, optional, service, tcp } from "../../model";
import { versions } from "../../versions";
import { guests } from "../guests";
import { mongodbServer } from "./mongodb/render";

/** Databases that the server reserves, and names of its secrets in the vault. */
const reserved = new Set(["admin", "config", "local", "password", "exporter"]);

export const mongodb = service({
  name: "mongodb",
  title: "MongoDB",
  description: "Document databases for web applications, each with a user without access to any other.",
  on: guests.mongodb,
  ports: { mongodb: tcp(27017, { tls: true }) },
  provides: [
    offer(contract.contract, {
      refuse: ({ database }) =>
        reserved.has(database)
          ? { message: `MongoDB reserves the name ${database}.`, fix: "Give the database another name." }
          : undefined,
    }),
  ],
  uses: { backups: s3.bucket("backups", "put-only", "mongodb"), notify: optional(notify.channel("backup")) },
  secrets: {
    root: generated("mongodb", "password", "password of the MongoDB user root"),
    exporter: generated("mongodb", "exporter", "password of the user that reads MongoDB's statistics"),
  },
  repositories: [
    {
      name: "mongodb",
      uri: "https://repo.mongodb.org/apt/debian",
      suites: [`bookworm/mongodb-org/${versions.mongodb}`],
      components: ["main"],
      key: `https://www.mongodb.org/static/pgp/server-${versions.mongodb}.asc`,
    },
  ],
  // MongoDB requires 838860 (mongodb.com, production notes). This is the default of Debian 13, which must not decrease.
  kernel: { sysctl: { "vm.max_map_count": 1_048_576 } },
  operations: {
    metrics: { exporter: "mongodb" },
    logs: { source: "journal", units: ["mongod.service"] },
    health: { port: "mongodb" },
    alerts: [
      {
        name: "MongodbDown",
        expr: "mongodb_up == 0",
        for: "2m",
        severity: "critical",
        summary: "MongoDB on {{ $labels.instance }} refuses the exporter.",
      },
      {
        name: "MongodbConnectionsRunOut",
        expr: [
          'mongodb_ss_connections{conn_type="current"}',
          "/ ignoring (conn_type)",
          '(mongodb_ss_connections{conn_type="current"} + ignoring (conn_type) mongodb_ss_connections{conn_type="available"})',
          "> 0.8",
        ].join(" "),
        for: "10m",
        severity: "warning",
        summary: "{{ $value | humanizePercentage }} of MongoDB's connections are taken.",
      },
      {
        name: "MongodbCacheDirty",
        // If more than a fifth of the pages is dirty, WiredTiger makes the applications' threads write them out.
        expr: "mongodb_ss_wt_cache_tracked_dirty_bytes_in_the_cache / mongodb_ss_wt_cache_maximum_bytes_configured > 0.2",
        for: "15m",
        severity: "warning",
        summary: "MongoDB writes more than its disk takes: requests slow down.",
      },
    ],
    backup: { paths: [], dump: "mongodb" },
    uptime: { port: "mongodb" },
    tile: { group: "Data", icon: "mongodb", description: "Document databases" },
  },
  render: mongodbServer,
});
