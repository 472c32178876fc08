import { keyedApi, notify, webApi } from "../../contracts";
import { forward, optional, service, tcp, type Container, type Service, type Use } from "../../model";
import type { Site } from "../../site";
import { guests } from "../guests";
import { byCurl, media, secretFile } from "./containers";
import { exporter, exporterPort } from "./exportarr";
import { linuxserver } from "./linuxserver";

interface Arr {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly port: number;
  /** Icon and text of the tile. */
  readonly icon: string;
  readonly tile: string;
  /** Uses in addition to those of every *arr app. */
  readonly uses?: Readonly<Record<string, Use>>;
  readonly main: (site: Site) => Container;
}

/** Uses of the apps that each manage a part of the library. */
export const libraryUses = {
  indexers: optional(keyedApi.of("prowlarr")),
  downloads: optional(keyedApi.of("sabnzbd")),
  // They notify Plex of new files, so that it need not scan for them.
  player: optional(webApi.of("plex")),
};

/**
 * An app of the *arr family with its exporter. It has no login itself: the proxy has Authentik sign people on, and
 * other apps send its API key.
 */
export function arr({ name, title, description, port, icon, tile, uses, main }: Arr): Service {
  return service({
    name,
    title,
    description,
    on: guests.docker,
    app: {},
    ports: { http: tcp(port), metrics: tcp(exporterPort, { local: true }) },
    provides: [keyedApi.contract],
    uses: { ...uses, notify: optional(notify.channel("arr")) },
    web: { subdomain: name, signOn: forward(), groups: ["admins"] },
    secrets: { apiKey: keyedApi.apiKey(name) },
    operations: {
      metrics: { port: "metrics" },
      logs: { source: "docker" },
      health: { port: "http", path: "/ping", startSeconds: 180 },
      alerts: [
        {
          name: `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Unhealthy`,
          expr: `max by (message) (${name}_system_health_issues{type="error"}) > 0`,
          for: "1h",
          severity: "warning",
          summary: `${title} reports: {{ $labels.message }}`,
        },
      ],
      backup: { paths: [`/opt/docker/${name}`], dump: "sqlite" },
      uptime: { port: "http", path: "/ping" },
      tile: { group: "Media", icon, description: tile },
    },
    render: ({ site }) => ({ containers: [main(site), exporter(name, port)] }),
  });
}

interface Servarr {
  readonly name: string;
  readonly image: string;
  readonly port: number;
  readonly memoryMiB: number;
  /** Whether the library is mounted. @default true */
  readonly media?: boolean;
}

/**
 * A LinuxServer container of an app that takes its settings from environment variables `<APP>__<SECTION>__<KEY>`
 * (Servarr wiki).
 */
export function servarr(site: Site, { name, image, port, memoryMiB, media: library = true }: Servarr): Container {
  const prefix = name.toUpperCase();
  return linuxserver(site, {
    name,
    image,
    env: {
      [`${prefix}__SERVER__PORT`]: String(port),
      [`${prefix}__AUTH__METHOD`]: "External",
      [`${prefix}__AUTH__REQUIRED`]: "DisabledForLocalAddresses",
      [`${prefix}__LOG__ANALYTICSENABLED`]: "false",
      [`FILE__${prefix}__AUTH__APIKEY`]: secretFile("api-key"),
    },
    secrets: { "api-key": keyedApi.apiKey(name) },
    ports: ["http"],
    mounts: library ? [media()] : [],
    health: byCurl(port, "/ping", { startSeconds: 180 }),
    memoryMiB,
    cpus: 2,
  });
}
