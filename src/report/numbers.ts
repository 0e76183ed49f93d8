/** `value` with `decimals` decimals, a real minus sign where it is not 0 to them, and "–" for NaN. */
export function fixed(value: number, decimals: number): string {
  if (Number.isNaN(value)) return "–";
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/** `value` with about `digits` significant digits, in exponent form only below 10⁻⁶; "–" for NaN. */
export function significant(value: number, digits: number = 3): string {
  if (!Number.isFinite(value) || value === 0) return fixed(value, 0);
  if (Math.abs(value) < 1e-6) return value.toExponential(digits - 1).replace(/-/gu, "−");
  const decimals = digits - 1 - Math.floor(Math.log10(Math.abs(value)));
  return fixed(value, Math.max(0, decimals));
}

/** A fraction as a percentage with about three significant digits: 0.1234 → "12.3 %". */
export function percent(fraction: number): string {
  return `${significant(100 * fraction)} %`;
}

/** `value` with an explicit sign. */
export function signed(value: number, decimals: number): string {
  return value > 0 ? `+${fixed(value, decimals)}` : fixed(value, decimals);
}

/** A whole number as a subscript: 20 → "₂₀". */
export function subscript(value: number): string {
  return String(value).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]);
}

/** "1 patient", "3 patients". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
