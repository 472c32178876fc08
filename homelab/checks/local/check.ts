import type { AnyContract, Extension, GuestSpec, Service } from "../../model";
import type { Problem } from "../../values/problem";

/** Where something stands in a file of the user's own. */
export type Place = Required<Pick<Problem, "file" | "position">>;

/** Something that a file of the user's own exports. */
export type Exported =
  | { readonly kind: "service"; readonly value: Service }
  | { readonly kind: "guest"; readonly value: GuestSpec }
  | { readonly kind: "contract"; readonly value: AnyContract }
  | { readonly kind: "extension"; readonly value: Extension };

/** The same, with its places. */
export type LocalDeclaration = Exported & {
  readonly place: Place;
  /** Where its file writes `<key>:`, if it does. */
  readonly keyPlace: (key: string) => Place | undefined;
};

/**
 * A rule over one thing that the user's own file exports: what the compiler would have said, had it been asked. Nothing
 * else looks at these files before they run. Each rule has a file of its own name, and so does its invalid fixture.
 */
export type LocalCheck = (declaration: LocalDeclaration) => readonly Problem[];
