export { siteSchema, siteVersion, type Site } from "./schema";
