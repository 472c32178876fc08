import { extend, postgres, type Uses } from "../../../../homelab";

export const misspelt = extend("home-assistent", { uses: { db: postgres.database("hass") } });
export const taken = extend("n8n", { uses: { db: postgres.database("other") } });
export const once = extend("grafana", { uses: { tables: postgres.database("tables") } });
export const twice = extend("grafana", { uses: { tables: postgres.database("more") } });
export const nothing = extend("plex", {} as { uses: Uses });
