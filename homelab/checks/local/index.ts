import type { Problem } from "../../values/problem";
import type { LocalCheck, LocalDeclaration } from "./check";
import { localGuest } from "./local-guest";
import { localOn } from "./local-on";
import { localOperations } from "./local-operations";
import { oldWord } from "./old-word";

export type { Exported, LocalDeclaration, Place } from "./check";

const localChecks: readonly LocalCheck[] = [localGuest, localOn, localOperations, oldWord];

/** The problems with the shape of what the user's own files export. */
export const localProblems = (declarations: readonly LocalDeclaration[]): readonly Problem[] =>
  declarations.flatMap((declaration) => localChecks.flatMap((check) => check(declaration)));
