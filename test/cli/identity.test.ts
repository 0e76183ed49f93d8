import { expect, it } from "vitest";
import { compareIdentities } from "../../src/cli/runs/identity.ts";

it("says in what two runs differ, in words", () => {
  const run = (parameters: Record<string, unknown>) => ({ version: "1", command: "x", parameters });
  const difference = (a: unknown, b: unknown) => compareIdentities(run({ p: a }), run({ p: b }));
  expect(difference([1, { a: 2 }], [1, { a: 2 }])).toBeUndefined();
  expect(difference(1, undefined)).toEqual({ name: "--p", first: "1", second: "left out" });
  expect(difference(["a"], ["a", "b"])).toEqual({ name: "--p", first: "a", second: "a,b" });
  const patient = (name: string, bytes: number) => ({ name, bytes });
  expect(difference([patient("a", 1)], [patient("a", 1), patient("b", 1)])).toEqual({
    name: "--p",
    first: "a",
    second: "a,b",
  });
  expect(difference([patient("a", 1), patient("b", 1)], [patient("a", 1), patient("b", 2)])).toEqual({
    name: "--p",
    first: '{"name":"b","bytes":1}',
    second: '{"name":"b","bytes":2}',
  });
  expect(compareIdentities(run({}), { ...run({}), version: "2" })).toMatchObject({ name: "version" });
});
