/** What a catalog file of your own needs: `import { guests, none, postgres, service, tcp } from "<this project>/homelab"`. */
export * from "./contracts";
export { guests } from "./catalog/guests";
export * from "./model";
