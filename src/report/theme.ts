/** The colours of a page; text reaches a contrast of 4.5:1 on both backgrounds (WCAG 2.2, AA). */
export interface Theme {
  readonly background: string;
  /** Behind tables' heads and the note at the top. */
  readonly raised: string;
  readonly ink: string;
  /** Captions and secondary text. */
  readonly muted: string;
  readonly link: string;
  readonly line: string;
  /** Text that says that something disagrees or failed. */
  readonly alert: string;
}

export const LIGHT: Theme = {
  background: "#ffffff",
  raised: "#f3f5f7",
  ink: "#1a1a1a",
  muted: "#555b61",
  link: "#00599c",
  line: "#d0d5da",
  alert: "#a83c00",
};

export const DARK: Theme = {
  background: "#16181b",
  raised: "#22262a",
  ink: "#e8e8e6",
  muted: "#a9b0b7",
  link: "#7cc4f5",
  line: "#3c4248",
  alert: "#ff9e64",
};
