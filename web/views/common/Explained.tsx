import type { ComponentChildren, JSX } from "preact";
import { useId, useRef } from "preact/hooks";

const GAP = 6;

/**
 * Words with an explanation that shows while they are pointed at or have the focus; Escape closes it. It stands in the top
 * layer, where no panel cuts it off.
 */
export function Explained(props: {
  readonly text: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  const id = useId();
  const term = useRef<HTMLSpanElement>(null);
  const tip = useRef<HTMLSpanElement>(null);
  const show = (): void => {
    const [box, own] = [term.current!.getBoundingClientRect(), tip.current!];
    if (own.matches(":popover-open")) return;
    own.showPopover();
    const size = own.getBoundingClientRect();
    const left = Math.max(GAP, Math.min(innerWidth - size.width - GAP, box.left));
    const isBelow = box.bottom + GAP + size.height < innerHeight;
    own.style.left = `${left}px`;
    own.style.top = `${isBelow ? box.bottom + GAP : box.top - GAP - size.height}px`;
  };
  const hide = (): void => {
    if (tip.current?.matches(":popover-open") === true) tip.current.hidePopover();
  };
  return (
    <>
      <span
        ref={term}
        class="explained"
        tabIndex={0}
        role="note"
        aria-describedby={id}
        onPointerEnter={show}
        onPointerLeave={hide}
        onFocus={show}
        onBlur={hide}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          hide();
          event.stopPropagation();
        }}
      >
        {props.children}
      </span>
      <span ref={tip} id={id} class="tooltip" role="tooltip" popover="manual">
        {props.text}
      </span>
    </>
  );
}
