import { CONSEQUENCES } from "./consequences.ts";
import type { Statement } from "./statement.ts";
import { THEOREM_1 } from "./theorem1.ts";
import { THEOREM_2 } from "./theorem2.ts";
import { THEOREM_3 } from "./theorem3.ts";

/** The paper's statements, sharpened where more is true (docs/theory.md), in its order. */
export const STATEMENTS: readonly Statement[] = [...THEOREM_1, ...THEOREM_2, ...THEOREM_3, ...CONSEQUENCES];
