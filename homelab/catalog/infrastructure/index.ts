import type { Service } from "../../model";
import type { Site } from "../../site";
import { adguardExporter } from "./adguard-exporter";
import { adguard } from "./adguard";
import { authentikLdap } from "./authentik-ldap";
import { authentik } from "./authentik";
import { ca } from "./ca";
import { netbirdPeer } from "./netbird-peer";
import { netbird } from "./netbird";
import { traefik } from "./traefik";

/** What everything else depends on: proxy, DNS, remote access, sign-on. */
export const infrastructure = (site: Site): readonly Service[] => [
  traefik(site),
  ca,
  adguard,
  adguardExporter,
  netbird,
  netbirdPeer,
  authentik,
  authentikLdap,
];
