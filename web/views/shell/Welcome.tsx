import type { JSX } from "preact";
import { open } from "../../state/study.ts";
import type { ExampleName } from "../../work/study/examples.ts";
import { OpenButtons } from "./OpenButtons.tsx";
import { Status } from "./Status.tsx";

const EXAMPLES: readonly { readonly name: ExampleName; readonly title: string; readonly text: string }[] = [
  {
    name: "pelvis",
    title: "Pelvis phantom",
    text: "Nine structures by five observers on a T2 image, made by the phantom generator.",
  },
  {
    name: "blob",
    title: "Five observers of a blob",
    text: "One slice, large disagreement: the methods part.",
  },
  { name: "map", title: "A probability map", text: "What a model or an atlas gives: one map, no observers." },
];

/** What is seen before anything is opened. */
export function Welcome(): JSX.Element {
  return (
    <div class="welcome">
      <div class="stack">
        <h2>See where your observers agree, and what the Dice-optimal consensus is</h2>
        <p>
          Drop the delineations of several observers. You get their marginal, the outline that maximises Dice
          against it, and how it departs from the majority vote and STAPLE. The files stay on this machine.
        </p>
      </div>
      <Status />
      <div class="drop">
        <strong>Drop files, folders or zips here</strong>
        <OpenButtons />
        <p class="note">
          RTSTRUCT or SEG with their images; masks or probability maps as NIfTI, NRRD, MetaImage or NumPy. One
          patient at a time.
        </p>
      </div>
      <section class="stack" aria-labelledby="examples">
        <h3 id="examples">Or start with an example</h3>
        <div class="examples">
          {EXAMPLES.map(({ name, title, text }) => (
            <button key={name} type="button" onClick={() => void open({ example: name })}>
              <strong>{title}</strong>
              <span class="note">{text}</span>
            </button>
          ))}
        </div>
      </section>
    </div>
  );
}
