import type { ListedVerb } from "./verb";

/** Every verb, in the order of the help. */
export const verbs: readonly ListedVerb[] = [
  {
    name: "check",
    summary: "Check homelab.yaml: every value, and whether all of it fits together.",
    load: () => (require("./check") as typeof import("./check")).check,
  },
  {
    name: "synth",
    summary: "Write the Terraform JSON of every stack to cdktf.out.",
    load: () => (require("./synth") as typeof import("./synth")).synth,
  },
  {
    name: "doctor",
    summary: "Report what is missing on this machine, and how to fix it.",
    load: () => (require("./doctor") as typeof import("./doctor")).doctor,
  },
  {
    name: "env",
    summary: "Print the references that a deployment needs, or run a command with their values.",
    load: () => (require("./env") as typeof import("./env")).env,
  },
  {
    name: "bootstrap",
    summary: "Prepare new Proxmox VE hosts; without --yes, show what would change.",
    load: () => (require("./bootstrap") as typeof import("./bootstrap")).bootstrap,
  },
  {
    name: "push",
    summary: "Push packages, files and units to machines; --dry-run shows what would change.",
    load: () => (require("./push") as typeof import("./push")).push,
  },
  {
    name: "render",
    summary: "Print what machines get, with references in place of secrets; --out writes it to files.",
    load: () => (require("./render") as typeof import("./render")).render,
  },
  {
    name: "secrets",
    summary: "List, check, make, set and rotate secrets; issue certificates.",
    load: () => (require("./secrets") as typeof import("./secrets")).secrets,
  },
  {
    name: "guard",
    summary: "Arm, confirm or query the timed rollback of a PVE node's network, firewall and files.",
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
