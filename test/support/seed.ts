/**
 * Every property is tried on the same inputs in every run: a failure is one that anybody can repeat.
 * Other inputs: `PROPERTY_SEED=7 npx vitest run`.
 */
import fc from "fast-check";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    propertySeed: number;
  }
}

fc.configureGlobal({ seed: inject("propertySeed") });
