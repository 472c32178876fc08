import { mongodb, postgres, redis, s3 } from "../../contracts";
import { none, service, type Service, type Uses } from "../../model";
import type { Site } from "../../site";
import { guests } from "../guests";

/** Redis numbers that all web apps share, each with a user and a key prefix of its own. */
const numbers = { sessions: 2, cache: 3 } as const;

/** Folders of the bucket `uploads`, each with one below for every web app. */
const uploads = { avatars: "user-avatars", documents: "documents" } as const;

type WebApp = Site["webApps"][string];

/** What each web app of homelab.yaml gets from the database tier. Deploying it, and its name below `apps`, is Coolify's. */
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
        health: none("Coolify knows how its container is asked"),
        alerts: none("its rules belong to its own repository"),
        backup: none("its databases and uploads are backed up where they lie"),
        uptime: none("Coolify knows its name; a monitor of it is made by hand"),
        tile: none("Coolify lists it"),
      },
    }),
  );

function usesOf(name: string, { databases, prefix, redis: shared, uploads: wanted }: WebApp): Uses {
  // A name of homelab.yaml may hold hyphens, which database names cannot.
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
