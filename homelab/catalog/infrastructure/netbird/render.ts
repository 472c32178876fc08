import type { postgres } from "../../../contracts";
import { nameOf, oidcSettings } from "../../../derive";
import { caFile, content, joinedParts, portOf, type BundleFile, type Rendered } from "../../../model";
import { images } from "../../../versions";
import { podman, shareOf, type PodmanContainer } from "../../support/podman";
import { serverConf, type Own } from "./conf";
import { dashboardEnvironment, dashboardSite } from "./dashboard";
import { dashboard, data, files, server, units } from "./files";
import { script } from "./script";
import { reconcilerUnit, refreshTimer, refreshUnit } from "./units";
import { wanted } from "./wanted";

/** Server and dashboard, and a program that configures in the server who may reach what. */
export function netbirdServer(context: Own, db: postgres.PostgresSettings): Rendered {
  const { guest, service, secrets, get } = context;
  const host = nameOf(get, service.name);
  const address = `${guest.address}:${portOf(service.ports, "dashboard")}`;
  const signOn = oidcSettings(get, service);
  const secret = { mode: "0600" };
  const told: readonly BundleFile[] = [
    { path: files.wanted, content: `${JSON.stringify(wanted(context, signOn), undefined, 2)}\n` },
    { path: files.ownerPassword, content: content`${secrets.owner}`, ...secret },
    ...(signOn === undefined
      ? []
      : [{ path: files.clientSecret, content: content`${signOn.clientSecret}`, ...secret }]),
    { path: files.script, content: script(portOf(service.ports, "http")), mode: "0755" },
  ];
  const memory = (part: number) => shareOf(guest, part);
  return joinedParts([
    podman([serverContainer(memory(0.48)), dashboardContainer(host, memory(0.12))]),
    {
      packages: ["curl", "jq"],
      files: [
        { path: files.config, content: serverConf(context, host, db), ...secret },
        { path: files.site, content: dashboardSite(guest.address, portOf(service.ports, "dashboard")) },
        ...told,
        { path: files.unit, content: reconcilerUnit },
        { path: files.refreshUnit, content: refreshUnit },
        { path: files.timer, content: refreshTimer },
      ],
      checks: [{ file: files.script, command: ["bash", "-n", "{}"] }],
      units: [
        { name: units.reconciler, files: told.map(({ path }) => path) },
        { name: units.timer, files: [] },
      ],
      health: [
        {
          name: "Netbird's dashboard works",
          command: ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", `http://${address}/`],
          seconds: 60,
        },
      ],
    },
  ]);
}

/** All CAs that the guest trusts: the sign-on's certificate may come from the private CA or from a public one. */
const trusted = "/etc/ssl/certs/ca-certificates.crt";

const serverContainer = (memory: PodmanContainer["memory"]): PodmanContainer => ({
  name: server,
  description: "Netbird: management, signal, relay, STUN and sign-on",
  image: images.netbirdServer,
  environment: {
    // The reconciler requests the token once, before anybody else can.
    NB_SETUP_PAT_ENABLED: "true",
    // Otherwise it fetches a list of the world's cities, and does not start without it. No rule here depends on a
    // location.
    NB_DISABLE_GEOLOCATION: "true",
    PGSSLROOTCERT: caFile,
    GOMEMLIMIT: `${Math.floor(memory.highMiB * 0.85)}MiB`,
  },
  mounts: [
    { from: files.config, to: "/etc/netbird/config.yaml", readOnly: true },
    { from: caFile, to: caFile, readOnly: true },
    { from: trusted, to: trusted, readOnly: true },
    { from: data, to: data, owner: 0 },
  ],
  capabilities: ["NET_BIND_SERVICE"],
  memory,
  wants: [units.reconciler],
  reads: [files.config, caFile],
});

/**
 * nginx, which starts as root and serves as another user. The image writes its settings into the pages at its start.
 */
const dashboardContainer = (host: string, memory: PodmanContainer["memory"]): PodmanContainer => ({
  name: dashboard,
  description: "Netbird: dashboard",
  image: images.netbirdDashboard,
  environment: dashboardEnvironment(host),
  mounts: [{ from: files.site, to: "/etc/nginx/http.d/default.conf", readOnly: true }],
  capabilities: ["CHOWN", "DAC_OVERRIDE", "KILL", "SETGID", "SETUID"],
  writable: true,
  memory,
  reads: [files.site],
});
