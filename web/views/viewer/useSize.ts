import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type { Point } from "../../planes/camera.ts";

/** The size of an element in CSS pixels, [0, 0] until it is known. */
export function useSize(element: RefObject<HTMLElement>): Point {
  const size = useSignal<Point>([0, 0]);
  useEffect(() => {
    if (element.current === null) return undefined;
    const observer = new ResizeObserver(([{ contentRect }]) => {
      const next: Point = [Math.floor(contentRect.width), Math.floor(contentRect.height)];
      if (next[0] !== size.peek()[0] || next[1] !== size.peek()[1]) size.value = next;
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, size]);
  return size.value;
}
