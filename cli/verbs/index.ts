import type { ListedVerb } from "./verb";

/** Every verb, in the order of the help. */
export const verbs: readonly ListedVerb[] = [
  {
    name: "check",
    summary: "Check homelab.yaml: every value, and whether it all fits together.",
    load: () => (require("./check") as typeof import("./check")).check,
  },
  {
    name: "synth",
    summary: "Write the Terraform JSON of every stack to cdktf.out.",
    load: () => (require("./synth") as typeof import("./synth")).synth,
  },
  {
    name: "doctor",
    summary: "Say what is missing on this machine, and how to get it.",
    load: () => (require("./doctor") as typeof import("./doctor")).doctor,
  },
  {
    name: "env",
    summary: "Print the references that a deployment needs, or run a command with their values.",
    load: () => (require("./env") as typeof import("./env")).env,
  },
  {
    name: "bootstrap",
    summary: "Prepare fresh Proxmox VE hosts; without --yes, say what would change.",
    load: () => (require("./bootstrap") as typeof import("./bootstrap")).bootstrap,
  },
  {
    name: "push",
    summary: "Bring machines their packages, files and units; --dry-run shows what would change.",
    load: () => (require("./push") as typeof import("./push")).push,
  },
  {
    name: "render",
    summary: "Print what machines are given, with references in the place of secrets; --out writes it.",
    load: () => (require("./render") as typeof import("./render")).render,
  },
  {
    name: "secrets",
    summary: "List, check, make, change and renew what lies in the vault.",
    load: () => (require("./secrets") as typeof import("./secrets")).secrets,
  },
  {
    name: "guard",
    summary: "Arm, confirm or ask the timed way back of a PVE node's network, firewall and files.",
    load: () => (require("./guard") as typeof import("./guard")).guard,
  },
  {
    name: "lab",
    summary: "Rehearse the homelab on this one Linux machine: guests, networks, pushes, faults.",
    load: () => (require("./lab") as typeof import("./lab")).lab,
  },
  {
    name: "schema",
    summary: "Print the JSON Schema of homelab.yaml.",
    load: () => (require("./schema") as typeof import("./schema")).schema,
  },
];
