import { mongodb, postgres, redis, s3 } from "../../contracts";
import { none, service, type Service, type Uses } from "../../model";
import type { Site } from "../../site";
import { guests } from "../guests";

/** Redis database numbers that all web apps share; each app has its own user and key prefix. */
const numbers = { sessions: 2, cache: 3 } as const;

/** Folders of the bucket `uploads`; each has a subfolder for every web app. */
const uploads = { avatars: "user-avatars", documents: "documents" } as const;

type WebApp = Site["webApps"][string];

/**
 * What each web app of homelab.yaml gets from the database tier. Coolify deploys it and routes its name below `apps`.
 */
export const webApps = (site: Site): readonly Service[] =>
  Object.entries(site.webApps).map(([name, app]) =>
    service({
      name: `webapp-${name}`,
      title: `Web app ${name}`,
      description: "A web application that Coolify deploys.",
      on: guests.coolify,
      declaredAt: ["webApps", name],
      uses: usesOf(name, app),
      operations: {
        metrics: none("the agent finds the endpoint of a container by its label"),
        logs: { source: "docker" },
        health: none("Coolify checks the health of its container"),
        alerts: none("its alert rules belong in its own repository"),
        backup: none("its databases and uploads are backed up where they are stored"),
        uptime: none("only Coolify knows its name; add a monitor by hand"),
        tile: none("Coolify lists it"),
      },
    }),
  );

function usesOf(name: string, { databases, prefix, redis: shared, uploads: wanted }: WebApp): Uses {
  // A name in homelab.yaml may contain hyphens; a database name may not.
  const database = `${prefix}_${name.replaceAll("-", "_")}`;
  return {
    ...(databases.includes("postgres") && { postgres: postgres.database(database) }),
    ...(databases.includes("mongodb") && { mongodb: mongodb.database(database) }),
    ...Object.fromEntries(shared.map((purpose) => [purpose, redis.shared(numbers[purpose])])),
    ...(wanted && {
      avatars: s3.bucket("uploads", "read-write", `${uploads.avatars}/${name}`),
      documents: s3.bucket("uploads", "read-write", `${uploads.documents}/${name}`),
    }),
  };
}
