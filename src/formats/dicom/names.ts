/** What the name of an ROI says: which structure, and whose delineation of it. */
export interface RoiName {
  readonly structure: string;
  /** The text in brackets at the end, if there is one: "User3", "consensus", "STAPLE". */
  readonly observer: string | undefined;
}

/**
 * Takes "<structure> (<observer>)" apart, the way in which the Gold Atlas and studies after its example name the
 * delineations of several observers: "Femoral head_L (User3)" is the structure "Femoral head_L" of "User3".
 */
export function parseRoiName(name: string): RoiName {
  const parts = /^(.*\S)\s*\(([^()]+)\)$/u.exec(name.trim());
  if (parts === null) return { structure: name.trim(), observer: undefined };
  return { structure: parts[1], observer: parts[2].trim() };
}

/** Whether an observer's name is that of a consensus of others, which is no observer's delineation. */
export function isConsensusName(observer: string): boolean {
  return /^(?:consensus|staple|majority|dice-optimal|mean-rater-optimal)$/iu.test(observer);
}
