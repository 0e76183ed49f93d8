import {
  checkArray,
  checkChoice,
  checkFlag,
  checkFunction,
  checkNumber,
  checkObject,
  checkText,
} from "../core/check.ts";
import { checkGrid } from "../image/grid.ts";
import type { Policy, Tools } from "./policy.ts";

/**
 * Refuses a policy or tools of another kind than a program with types could pass.
 * @throws SoftdiceError naming the option
 */
export function checkPolicy(options: Policy & Tools): void {
  checkObject("options", options);
  checkItems("structures", options.structures, checkText);
  checkItems("observers", options.observers, checkText);
  checkItems("labels", options.labels, checkLabel);
  checkItems("labelClasses", options.labelClasses, (name, one) => {
    checkObject(name, one, "a name and its labels");
    checkText(`${name}.name`, one.name);
    checkItems(`${name}.labels`, one.labels, checkLabel);
  });
  checkItems("rois", options.rois, (name, one) => {
    checkObject(name, one, "what parseRois returns");
    checkText(`${name}.structure`, one.structure);
    checkArray(`${name}.delineations`, one.delineations, "what parseRois returns");
  });
  checkChoice("resample", options.resample, [undefined, "nearest", "linear"]);
  checkChoice("grid", options.grid, [undefined, "series", "paper"]);
  checkChoice("nested", options.nested, [undefined, "union", "holes"]);
  checkChoice("betweenPlanes", options.betweenPlanes, [undefined, "none", "nearest", "interpolate"]);
  const { assumeSameFrame = false, assumeSamePatient = false } = options;
  checkFlag("assumeSameFrame", assumeSameFrame);
  checkFlag("assumeSamePatient", assumeSamePatient);
  for (const name of ["series", "pattern"] as const) {
    const text = options[name];
    if (text !== undefined) checkText(name, text);
  }
  if (options.onto !== undefined) checkGrid("onto", options.onto);
  for (const name of ["inflate", "report"] as const) {
    if (options[name] !== undefined) checkFunction(name, options[name]);
  }
  if (options.signal !== undefined) checkFunction("signal.throwIfAborted", options.signal?.throwIfAborted);
}

function checkItems<T>(
  name: string,
  items: readonly T[] | undefined,
  check: (name: string, item: T) => void,
): void {
  if (items === undefined) return;
  checkArray(name, items, "a list");
  items.forEach((item, n) => check(`${name}[${n}]`, item));
}

function checkLabel(name: string, label: number): void {
  checkNumber(name, label, (value) => Number.isInteger(value) && value >= 0, "an integer from 0");
}
