import type { OpenWaves, Waves } from "./contract.ts";
import { ReferenceWaves } from "./reference/waves.ts";
import { hasSimd } from "./wasm/instance.ts";
import { wavesModule } from "./wasm/waves.generated.ts";
import { WasmWaves } from "./wasm/waves.ts";

let fastest: OpenWaves | undefined;

/** The fastest waves that this engine runs. */
export function fastestWaves(): OpenWaves {
  fastest ??= hasSimd(wavesModule) ? wasmWaves() : referenceWaves();
  return fastest;
}

export function wasmWaves(): OpenWaves {
  return remembered((n, waves) => new WasmWaves(n, waves));
}

export function referenceWaves(): OpenWaves {
  return remembered((n, waves) => new ReferenceWaves(n, waves));
}

/** The same room whenever the same is asked for. */
function remembered(open: OpenWaves): OpenWaves {
  const rooms = new Map<string, Waves>();
  return (n, waves) => {
    const key = `${n} ${waves}`;
    const room = rooms.get(key) ?? open(n, waves);
    rooms.set(key, room);
    return room;
  };
}
