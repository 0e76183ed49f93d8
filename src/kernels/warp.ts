import type { OpenWarp, Warp } from "./contract.ts";
import { ReferenceWarp } from "./reference/warp.ts";
import { hasSimd } from "./wasm/instance.ts";
import { warpModule } from "./wasm/warp.generated.ts";
import { WasmWarp } from "./wasm/warp.ts";

let fastest: OpenWarp | undefined;

/** The fastest warp that this engine runs. */
export function fastestWarp(): OpenWarp {
  fastest ??= hasSimd(warpModule) ? wasmWarp() : referenceWarp();
  return fastest;
}

export function wasmWarp(): OpenWarp {
  return remembered((n) => new WasmWarp(n));
}

export function referenceWarp(): OpenWarp {
  return remembered((n) => new ReferenceWarp(n));
}

/** The same room whenever the same is asked for. */
function remembered(open: OpenWarp): OpenWarp {
  const rooms = new Map<number, Warp>();
  return (n) => {
    const room = rooms.get(n) ?? open(n);
    rooms.set(n, room);
    return room;
  };
}
