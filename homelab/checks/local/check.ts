import type { AnyContract, Extension, GuestSpec, Service } from "../../model";
import type { Problem } from "../../values/problem";

/** Where something is in one of the user's own files. */
export type Place = Required<Pick<Problem, "file" | "position">>;

/** Something that one of the user's own files exports. */
export type Exported =
  | { readonly kind: "service"; readonly value: Service }
  | { readonly kind: "guest"; readonly value: GuestSpec }
  | { readonly kind: "contract"; readonly value: AnyContract }
  | { readonly kind: "extension"; readonly value: Extension };

/** Something exported, with its place in the file. */
export type LocalDeclaration = Exported & {
  readonly place: Place;
  /** Where `<key>:` appears in its file, if it does. */
  readonly keyPlace: (key: string) => Place | undefined;
};

/**
 * A rule over one export of the user's own files. It finds what the compiler would find, because nothing type-checks
 * these files before they run. Each rule has its own file, and its invalid fixture has the same name.
 */
export type LocalCheck = (declaration: LocalDeclaration) => readonly Problem[];
