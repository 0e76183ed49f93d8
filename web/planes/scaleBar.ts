/** Lengths that a scale bar may have: 1, 2 or 5 times a power of ten. */
const STEPS = [1, 2, 5] as const;

/** The longest round length in mm of which a bar takes at most so many pixels. */
export function scaleBarMm(pixelsPerMm: number, mostPixels: number): number {
  const mostMm = mostPixels / pixelsPerMm;
  const power = 10 ** Math.floor(Math.log10(mostMm));
  const step = STEPS.findLast((one) => one * power <= mostMm) ?? 1;
  return step * power;
}

/** A length as people say it: 200 µm, 20 mm, 10 cm. */
export function lengthText(mm: number): string {
  if (mm >= 100) return `${Number((mm / 10).toPrecision(3))} cm`;
  if (mm < 1) return `${Number((mm * 1000).toPrecision(3))} µm`;
  return `${Number(mm.toPrecision(3))} mm`;
}
