import { describe, expect, it } from "vitest";
import { classAt, markedBy, markedInWords } from "../../../web/planes/marked.ts";

const five = ["User1", "User2", "User3", "User4", "User5"];

describe("who marked a voxel", () => {
  it("is said with the fewer names", () => {
    expect(markedInWords(five, [])).toBe("nobody");
    expect(markedInWords(five, [0, 1, 2, 3, 4])).toBe("all 5");
    expect(markedInWords(five, [0, 1, 2, 4])).toBe("4 of 5: all but User4");
    expect(markedInWords(five, [1])).toBe("1 of 5: User2");
    expect(markedInWords(five, [0, 1, 4])).toBe("3 of 5: all but User3 and User4");
    expect(markedInWords(["A"], [0])).toBe("A");
  });

  it("is said in numbers where the names would be many", () => {
    const forty = Array.from({ length: 40 }, (_, n) => `R${n}`);
    expect(markedInWords(forty, [...forty.keys()].slice(0, 20))).toBe("20 of 40");
  });

  it("is read off the class of the voxel, and is nobody outside the box", () => {
    const box = { start: [2, 3, 4], end: [4, 5, 6] } as const;
    const classes = Uint8Array.from([0, 1, 2, 0, 0, 0, 0, 2]);
    expect(classAt({ box, classes }, [3, 3, 4])).toBe(1);
    expect(classAt({ box, classes }, [3, 4, 5])).toBe(2);
    expect(classAt({ box, classes }, [1, 3, 4])).toBe(0);
    expect(classAt({ box, classes }, [2, 3, 6])).toBe(0);
    const observer = (taken: number[]): never => ({ taken: Uint8Array.from(taken) }) as never;
    const observers = [observer([0, 1, 0]), observer([0, 1, 1])];
    expect([0, 1, 2].map((p) => markedBy({ observers }, p))).toEqual([[], [0, 1], [1]]);
  });
});
