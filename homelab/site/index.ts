export { formatProblems, locateProblems, type LocatedProblem } from "./format";
export { siteJsonSchema, type JsonSchema } from "./json-schema";
export { localFiles, positionOf } from "./local";
export { InvalidSite, parseSite, readSite } from "./read";
export { siteSchema, siteVersion, type Site } from "./schema";
export { administrators } from "./schema/people";
export { locate, type Location, type SiteDocument, type SiteSource } from "./source";
