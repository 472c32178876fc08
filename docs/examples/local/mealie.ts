import { forward, guests, none, postgres, service, tcp } from "../../../homelab";

export const mealie = service({
  name: "mealie",
  title: "Mealie",
  description: "Recipes, meal plans and shopping lists.",
  on: guests.docker,
  app: { subnet: 201 },
  ports: { http: tcp(9925, { container: 9000 }) },
  uses: { db: postgres.database("mealie") },
  web: { subdomain: "recipes", signOn: forward(), groups: ["household"] },
  operations: {
    metrics: none("it has none"),
    logs: { source: "docker" },
    health: { port: "http", path: "/api/app/about" },
    alerts: none("a common rule reports that it is down"),
    backup: { paths: ["/opt/docker/mealie"] },
    uptime: { port: "http", path: "/api/app/about" },
    tile: { group: "Home", icon: "mealie", description: "Recipes" },
  },
  render: ({ uses: { db } }) => ({
    containers: [
      {
        name: "mealie",
        // renovate: datasource=docker depName=ghcr.io/mealie-recipes/mealie
        image: "ghcr.io/mealie-recipes/mealie:v3.28.0",
        // By default, both its database and its user are named mealie.
        env: { DB_ENGINE: "postgres", POSTGRES_SERVER: db.host, POSTGRES_PASSWORD_FILE: "/run/secrets/db" },
        secrets: { db: db.password },
        secretsUid: 911,
        ports: ["http"],
        mounts: [{ kind: "state", from: "data", to: "/app/data" }],
        memoryMiB: 1000,
        cpus: 1,
      },
    ],
  }),
});
