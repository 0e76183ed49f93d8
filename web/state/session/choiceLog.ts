/** A choice in words, and what holds after it. */
export interface Choice<State> {
  readonly what: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly state: State;
}

/** Choices in their order; those behind `last` were taken back and can be taken up again. Plain data, fit to be kept. */
export interface ChoiceLog<State> {
  readonly choices: readonly Choice<State>[];
  /** Index of the choice that holds. */
  readonly last: number;
}

/** Choices that a log holds at most; the oldest give way. */
const MOST = 500;

/** A log whose first entry is how things were found. */
export function startLog<State>(first: Choice<State>): ChoiceLog<State> {
  return { choices: [first], last: 0 };
}

/** Adds a choice; what was taken back is gone. */
export function choose<State>({ choices, last }: ChoiceLog<State>, choice: Choice<State>): ChoiceLog<State> {
  const all = [...choices.slice(0, last + 1), choice];
  const kept = all.slice(Math.max(0, all.length - MOST));
  return { choices: kept, last: kept.length - 1 };
}

/** The log with another of its choices in force; out of range, the nearest. */
export function goTo<State>({ choices }: ChoiceLog<State>, index: number): ChoiceLog<State> {
  return { choices, last: Math.min(Math.max(index, 0), choices.length - 1) };
}

/** What holds. */
export function stateOf<State>({ choices, last }: ChoiceLog<State>): State {
  return choices[last].state;
}
