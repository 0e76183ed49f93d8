import type { Reference } from "../../synthetic/reference/reference.ts";

/** The README beside the data: what is there, how to use it, what each value means. */
export function referenceReadme({ grid, toleranceMm, sagittaMm, cases }: Reference, version: string): string {
  const list = cases.map((one) => `- \`${one.case}\`: ${one.description}`).join("\n");
  return `# Reference shapes

Bodies whose figures are known exactly, to test programs that read contours, compare segmentations or form a consensus.
Made by softdice ${version}; for research only.

| file | what it is |
| --- | --- |
| \`dicom/ct/*.dcm\` | a CT series: ${grid.shape.join(" × ")} voxels of ${grid.spacingMm.join(" × ")} mm |
| \`dicom/rtstruct.dcm\` | the exact outlines of every body in every slice; nothing is farther than ${sagittaMm} mm from the polygons |
| \`dicom/seg.dcm\` | the same bodies as voxels: those whose centres they hold |
| \`masks/\` | the same voxels as NIfTI and NRRD: \`<case>\`, or \`<case>/<observer>\` where there are several observers |
| \`reference.json\` | every exact value with its formula, tolerance, and what known mistakes would give |
| \`results-template.csv\` | the table to fill in |
| \`report.html\` | the values to read, and how softdice's own converge |

## How to test a program

1. Compute what your program can, from the contours or from the masks. Ignore the rest.
2. Fill in the column \`value\` of \`results-template.csv\`; rows without a value are passed over.
3. \`softdice reference --check results.csv\` beside \`reference.json\`, or with \`--out\` naming its folder.

Every value comes out as *right* (the exact value, or that of the masks or contours, to the digits given), *within voxelisation*
(as near as voxels of this size allow) or *wrong*, with the mistakes that would explain it. The exit status is 1 if any is wrong.

## Cases

Coordinates are along the axes of the grid, from its middle. Of several observers the first in \`reference.json\` is observer 1.

${list}

## Quantities

- \`volume_ml\`, \`volume_1_ml\`, …: volume in cm³, of the body or of each observer.
- \`centroid_x_mm\`, \`centroid_y_mm\`, \`centroid_z_mm\`: centroid of the voxels in the patient's coordinates (LPS; NIfTI's x and y
  have the other sign).
- \`dice_with_mask\`: Dice of the voxels that the program makes of the contours, on the grid of the CT, with the mask given.
- \`dice\`, \`jaccard\`, \`hausdorff_mm\`, \`hausdorff95_mm\`, \`mean_distance_mm\`, \`surface_dice\` (at ${toleranceMm} mm): of the first
  observer with the second. Distances are between surfaces: the larger of both directions for the Hausdorff distance and for
  95 % of the surface's area, the mean over the area of both.
- \`volume_of_n_votes_ml\`: where at least n observers agree. \`marginal_ml\`: ∫ m with m = votes / observers.
- \`sup_marginal_dice\`, \`threshold\`, \`dice_optimal_ml\`: the largest Dice with m, half of it, and the volume of {m > threshold}.
- \`majority_ml\`: more than half of the observers. \`mean_rater_dice\`, \`mean_rater_optimal_ml\`: the largest mean Dice with the
  observers, and its volume.
- \`staple_ml\`, \`staple_sensitivity_k\`, \`staple_specificity_k\`: binary STAPLE on the whole grid; the prior is the mean of all
  decisions, the start p = q = 0.99999.
- \`mean_pairwise_dice\`, \`conformity_index\` (generalised), \`fleiss_kappa\` (over the whole grid).
`;
}
