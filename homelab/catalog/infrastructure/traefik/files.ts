export const unit = "traefik.service";
export const program = "/usr/local/bin/traefik";

const directory = "/etc/traefik";

export const files = {
  unit: `/etc/systemd/system/${unit}`,
  static: `${directory}/traefik.yaml`,
  /** Traefik reads a file in it again as soon as it changes. */
  dynamic: `${directory}/dynamic`,
  middlewares: `${directory}/dynamic/middlewares.yaml`,
  routes: `${directory}/dynamic/routes.yaml`,
  tls: `${directory}/dynamic/tls.yaml`,
  certificate: `${directory}/certificate.pem`,
  key: `${directory}/key.pem`,
  credential: (variable: string): string => `${directory}/dns/${variable}`,
} as const;

/**
 * Path of a credential, which systemd makes readable for this service alone.
 *
 * @see systemd.exec(5), CREDENTIALS
 */
export const given = (name: string): string => `/run/credentials/${unit}/${name}`;

/** Certificates that Traefik has obtained by ACME. */
export const acmeStorage = "/var/lib/traefik/acme.json";

/** Name of the entry point for ping, metrics and API. */
export const internal = "internal";

/** Name of the certificate resolver. */
export const resolver = "acme";

/** Without aliases: values that occur twice are written twice. */
export const plainYaml = { aliasDuplicateObjects: false, lineWidth: 0 } as const;
