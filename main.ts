import { main } from "./cli/program";

// The app that cdktf.json names: homelab.yaml -> Site -> Homelab -> stacks -> cdktf.out.
void main(["synth", ...process.argv.slice(2)]);
