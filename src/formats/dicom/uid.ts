import { philox } from "../../core/random.ts";

/**
 * A DICOM UID that is a function of what it is given: "2.25." and a 128-bit number (PS3.5, annex B.2), the chained
 * Philox4x32-10 of the parts. Equal parts give equal UIDs, so that writing the same object twice gives the same bytes;
 * different ones differ but for one chance in 2^64 among 2^32 of them.
 */
export function uidFrom(...parts: readonly (string | Uint8Array)[]): string {
  const state = new Uint32Array(4);
  const encoder = new TextEncoder();
  parts.forEach((part, n) => {
    const bytes = typeof part === "string" ? encoder.encode(part) : part;
    for (let at = 0; at < bytes.length; at += 4) {
      const word =
        bytes[at] | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
      philox(state, state[0] ^ word, state[1], state[2], state[3], n, 1);
    }
    philox(state, state[0] ^ bytes.length, state[1], state[2], state[3], n, 2);
  });
  let number = 0n;
  for (const word of state) number = (number << 32n) | BigInt(word);
  return `2.25.${number}`;
}
