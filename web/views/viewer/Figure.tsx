import type { JSX } from "preact";

/** A figure of `summary.json` as people read it, with all its digits for whoever checks it. */
export function Figure(props: {
  /** Where it stands in `summary.json`. */
  readonly path: string;
  readonly value: number;
  readonly text: string;
}): JSX.Element {
  return (
    <span data-figure={props.path} data-value={String(props.value)}>
      {props.text}
    </span>
  );
}
