const { fround } = Math;

/** lanes[j] += (v[j] + v[j + 4]) + (v[j + 8] + v[j + 12]) */
export function addGroup(lanes: Float32Array, v: Float32Array): void {
  for (let j = 0; j < 4; j++) lanes[j] += fround(fround(v[j] + v[j + 4]) + fround(v[j + 8] + v[j + 12]));
}

export function laneSum(lanes: Float32Array): number {
  return lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
}
