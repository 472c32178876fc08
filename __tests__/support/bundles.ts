import { bundles } from "../../homelab/bundle";
import { formName, secretName, textOf, views, type Bundle, type Homelab } from "../../homelab/model";
import { assembled } from "./assembled";

/** A homelab with a web app that uses everything that a web app can. */
export const withShop: Homelab = assembled({
  webApps: { shop: { databases: ["postgres", "mongodb"], redis: ["sessions", "cache"], uploads: true } },
}).lab;

/** The bundle for a guest. Throws if there is none. */
export function bundleFor(guest: string, lab: Homelab = withShop): Bundle {
  const bundle = views(lab)(bundles).get(guest);
  if (bundle === undefined) throw new Error(`There is no bundle for ${guest}.`);
  return bundle;
}

/** The text of a file in a bundle, with `<form of item/field>` in place of secrets. */
export function fileText({ target, files }: Bundle, path: string): string {
  const file = files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`${target} gets no ${path}.`);
  return textOf(file.content, ({ secret, form }) => `<${formName(form)} of ${secretName(secret)}>`);
}

/** The lines of a text that begin with a word. */
export const linesOf = (text: string, start: RegExp): readonly string[] =>
  text.split("\n").filter((line) => start.test(line));
