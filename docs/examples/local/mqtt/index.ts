/** `import { mqtt } from "./mqtt"` is what a client's file needs; the rest are the broker and its guest. */
export * as mqtt from "./contract";
export { broker } from "./guest";
export { mosquitto } from "./mosquitto";
