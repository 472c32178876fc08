export const server = "authentik-server";
export const worker = "authentik-worker";
export const reconciler = "homelab-authentik.service";

const directory = "/etc/homelab/authentik";

export const files = {
  blueprints: `${directory}/blueprints`,
  blueprint: (name: string): string => `${directory}/blueprints/${name}.yaml`,
  declared: `${directory}/declared`,
  variables: `${directory}/variables`,
  authorization: `${directory}/authorization`,
  certificate: `${directory}/certificate.pem`,
  key: `${directory}/key.pem`,
  script: "/usr/local/sbin/homelab-authentik",
  unit: `/etc/systemd/system/${reconciler}`,
} as const;

/** Where the worker finds our blueprints, below its own. */
export const inContainer = { declared: "homelab", gone: "homelab-gone" } as const;

/** Directory of the blueprint for what is no longer declared; the reconciler writes it. */
export const goneDirectory = "/var/lib/authentik/gone";
