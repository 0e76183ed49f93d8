const NODES: readonly number[] = [
  0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363,
];
const WEIGHTS: readonly number[] = [
  0.362683783378362, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763,
];

/** ∫ f over [a, b] by the Gauss-Legendre rule of eight points on equal parts. */
export function integrate(f: (x: number) => number, a: number, b: number, parts: number = 64): number {
  const half = (b - a) / (2 * parts);
  let sum = 0;
  for (let part = 0; part < parts; part++) {
    const middle = a + (2 * part + 1) * half;
    NODES.forEach((node, n) => (sum += WEIGHTS[n] * (f(middle - node * half) + f(middle + node * half))));
  }
  return sum * half;
}
