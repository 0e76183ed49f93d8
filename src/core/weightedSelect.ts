/**
 * The smallest of the values x such that the values ≤ x have a total weight of at least `target`; the largest value where
 * rounding keeps all of them below it. By quickselect, in time proportional to n.
 *
 * @param values n ≥ 1 numbers; both arrays are left in another order
 * @param weights n positive numbers
 */
export function weightedSelect(values: Float64Array, weights: Float64Array, target: number): number {
  let [low, high] = [0, values.length - 1];
  let left = target;
  while (low < high) {
    const pivot = medianOfThree(values[low], values[(low + high) >> 1], values[high]);
    // [low, below) < pivot, [below, at) = pivot, (above, high] > pivot.
    let [below, at, above] = [low, low, high];
    let [weightBelow, weightEqual] = [0, 0];
    while (at <= above) {
      if (values[at] < pivot) {
        weightBelow += weights[at];
        swap(values, below, at);
        swap(weights, below, at);
        below += 1;
        at += 1;
      } else if (values[at] > pivot) {
        swap(values, at, above);
        swap(weights, at, above);
        above -= 1;
      } else {
        weightEqual += weights[at];
        at += 1;
      }
    }
    if (below > low && weightBelow >= left) {
      high = below - 1;
    } else if (weightBelow + weightEqual >= left || above === high) {
      return pivot;
    } else {
      left -= weightBelow + weightEqual;
      low = above + 1;
    }
  }
  return values[low];
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

function swap(values: Float64Array, i: number, j: number): void {
  const value = values[i];
  values[i] = values[j];
  values[j] = value;
}
