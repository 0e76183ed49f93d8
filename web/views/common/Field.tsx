import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";

/** A slider with its title and value. */
export function Slider(props: {
  readonly title: ComponentChildren;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly text?: string;
  readonly onChange: (value: number) => void;
}): JSX.Element {
  const id = useId();
  const { title, value, least, most, step, text = String(value), onChange } = props;
  return (
    <div class="field">
      <label for={id}>{title}</label>
      <output for={id}>{text}</output>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        aria-valuetext={text}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}

/** A choice of a few. */
export function Select<Value extends string>(props: {
  readonly title: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, title: string])[];
  readonly onChange: (value: Value) => void;
}): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.title}</label>
      <select
        id={id}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value as Value)}
      >
        {props.options.map(([value, title]) => (
          <option key={value} value={value} selected={value === props.value}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A whole number ≥ 0 such as a seed. */
export function Whole(props: {
  readonly title: string;
  readonly value: number;
  readonly least?: number;
  readonly most?: number;
  readonly onChange: (value: number) => void;
}): JSX.Element {
  const id = useId();
  const { least = 0, most = 2 ** 31 - 1 } = props;
  return (
    <div class="field">
      <label for={id}>{props.title}</label>
      <input
        id={id}
        type="number"
        min={least}
        max={most}
        step={1}
        value={props.value}
        onChange={(event) => {
          const value = event.currentTarget.valueAsNumber;
          if (Number.isInteger(value) && value >= least && value <= most) props.onChange(value);
          else event.currentTarget.value = String(props.value);
        }}
      />
    </div>
  );
}
