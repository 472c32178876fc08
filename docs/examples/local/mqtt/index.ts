/** The file of a client needs only `import { mqtt } from "./mqtt"`; the other exports are the broker and its guest. */
export * as mqtt from "./contract";
export { broker } from "./guest";
export { mosquitto } from "./mosquitto";
