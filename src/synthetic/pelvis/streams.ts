import { Random } from "../../core/random.ts";

/** What the streams of one seed are for; apart from those of experiment (S), which begin at 1. */
const PURPOSES = { anatomy: 101, habit: 102, observer: 103, noise: 104 } as const;

/** The stream of one patient (from 0) and, where it matters, one observer (from 0) or image slice. */
export function pelvisStream(
  seed: number,
  purpose: keyof typeof PURPOSES,
  patient: number,
  part = 0,
): Random {
  return new Random(seed, PURPOSES[purpose], patient, part);
}
