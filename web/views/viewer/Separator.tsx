import type { JSX } from "preact";
import { useRef } from "preact/hooks";

/** By so much of the whole a press of an arrow key moves a separator. */
const STEP = 0.02;

export interface SeparatorProps {
  readonly title: string;
  /** Whether it stands upright and moves sideways. */
  readonly isUpright: boolean;
  /** Where it is, as a part of the room of its parent, and where it may go. */
  readonly at: number;
  readonly least: number;
  readonly most: number;
  readonly onMove: (at: number) => void;
}

/** The border between two panes, moved by dragging or with the arrow keys; a double click brings it back. */
export function Separator(
  props: SeparatorProps & { readonly usual: number; readonly place: string },
): JSX.Element {
  const { title, isUpright, at, least, most, onMove } = props;
  const grip = useRef<HTMLDivElement>(null);
  const move = (to: number): void => onMove(Math.max(least, Math.min(most, to)));
  const partAt = (event: PointerEvent): number => {
    const box = grip.current!.parentElement!.getBoundingClientRect();
    return isUpright ? (event.clientX - box.left) / box.width : (event.clientY - box.top) / box.height;
  };
  const [back, on] = isUpright ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  return (
    <div
      ref={grip}
      class={`separator ${isUpright ? "upright" : "level"} ${props.place}`}
      role="separator"
      tabIndex={0}
      aria-label={title}
      aria-orientation={isUpright ? "vertical" : "horizontal"}
      aria-valuemin={Math.round(100 * least)}
      aria-valuemax={Math.round(100 * most)}
      aria-valuenow={Math.round(100 * at)}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus();
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) move(partAt(event));
      }}
      onDblClick={() => move(props.usual)}
      onKeyDown={(event) => {
        const to = { [back]: at - STEP, [on]: at + STEP, Home: least, End: most }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        move(to);
      }}
    />
  );
}
