import type { JSX } from "preact";
import { take } from "../../state/history.ts";
import { choices, study } from "../../state/study.ts";
import type { Choices } from "../../work/study/choices.ts";
import { Select } from "../common/Field.tsx";

/** How delineations are brought to voxels, and what is taken for granted: the rules of `src/study`. */
export function Rules(): JSX.Element {
  const { policy } = choices.value;
  const series = study.value?.info.series ?? [];
  const set = (what: string, patch: Choices["policy"]): void =>
    void take(what, (now) => ({ ...now, policy: { ...now.policy, ...patch } }));
  const ruled =
    (key: keyof Choices["policy"], title: string) =>
    (value: string): void =>
      set(title, { [key]: value === "" ? undefined : value });
  return (
    <section class="rules" aria-labelledby="rules">
      <h3 id="rules">Grid and rules</h3>
      <Select
        title="Voxels of contours"
        value={policy.grid === "paper" ? "paper" : (policy.series ?? "")}
        options={[
          ["", "the images that they refer to"],
          ...series.map(({ uid, label }): [string, string] => [uid, label]),
          ["paper", "made up from the contours, as plastimatch does"],
        ]}
        onChange={(value) =>
          set("Chose the grid", {
            grid: value === "paper" ? "paper" : undefined,
            series: value === "" || value === "paper" ? undefined : value,
          })
        }
      />
      <Select
        title="Masks on other grids"
        value={policy.resample ?? ""}
        options={[
          ["", "are refused"],
          ["nearest", "take the nearest voxel"],
          ["linear", "are interpolated"],
        ]}
        onChange={ruled("resample", "Chose how grids are joined")}
      />
      <Select
        title="A contour inside another"
        value={policy.nested ?? "holes"}
        options={[
          ["holes", "is a hole"],
          ["union", "means nothing"],
        ]}
        onChange={ruled("nested", "Chose what nested contours mean")}
      />
      <Select
        title="Slices between planes of contours"
        value={policy.betweenPlanes ?? ""}
        options={[
          ["", "fail their structure"],
          ["none", "stay empty"],
          ["nearest", "take the nearest plane"],
          ["interpolate", "are interpolated"],
        ]}
        onChange={ruled("betweenPlanes", "Chose what lies between planes")}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={policy.assumeSameFrame === true}
          onChange={(event) => set("Frames of reference", { assumeSameFrame: event.currentTarget.checked })}
        />
        Take different frames of reference for one
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={policy.assumeSamePatient === true}
          onChange={(event) => set("Patients", { assumeSamePatient: event.currentTarget.checked })}
        />
        Take different patients' identifiers for one patient
      </label>
    </section>
  );
}
