/**
 * A constant in four lanes for the loop that follows, read back from memory so that no compiler knows it: one that does
 * writes the constant where it is used, and V8 from Node 24 on, which moves nothing out of loops, then makes it anew each
 * time. That took half of the descent's time there.
 *
 * @param at four bytes that the caller is about to overwrite
 */
export function kept(value: f32, at: usize): v128 {
  store<f32>(at, value);
  return v128.load32_splat(at);
}
