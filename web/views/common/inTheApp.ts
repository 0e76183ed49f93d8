/** Where the app has what a message calls by an option of the command line. */
const RULES: readonly (readonly [option: string, title: string])[] = [
  ["--resample", "Masks on other grids"],
  ["--between-planes", "Slices between planes of contours"],
  ["--nested", "A contour inside another"],
  ["--grid", "Voxels of contours"],
  ["--series", "Voxels of contours"],
  ["--assume-same-frame", "Take different frames of reference for one"],
  ["--assume-same-patient", "Take different patients' identifiers for one patient"],
];

/** A message of the study's interpreter, and where in the app its options are, which it calls as the command line does. */
export function inTheApp(message: string): string {
  const consensus = "; take it in with --observers";
  if (message.endsWith(consensus)) return message.replace(consensus, "; drag it into the table to count it");
  const titles = RULES.filter(([option]) => message.includes(option)).map(([, title]) => `“${title}”`);
  if (titles.length === 0) return message;
  const places = [...new Set(titles)].join(" and ");
  return `${message.replace(/\.$/u, "")} (here: ${places} in Assign).`;
}
