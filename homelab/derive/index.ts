/** Views of a homelab: everything that follows from what is declared, by the question that it answers. */
export * from "./reach";
export * from "./firewall";
export * from "./web";
export * from "./machine";
export * from "./access";
