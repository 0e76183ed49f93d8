import { describe, expect, it } from "vitest";
import { codecFor, registerCodec } from "../../src/formats/dicom/codecs.ts";
import { readVolumes, registerFormat, volumeFormats } from "../../src/formats/read.ts";
import { unitGrid } from "../../src/image/grid.ts";

describe("the registry of codecs", () => {
  it("loads a codec once, when it is asked for, and again after a failure", async () => {
    let loads = 0;
    registerCodec("1.2.3.4", () => {
      loads += 1;
      return loads === 1
        ? Promise.reject(new Error("the network was away"))
        : Promise.resolve((data) => data.slice(1));
    });
    expect(loads).toBe(0);
    await expect(codecFor("1.2.3.4")).rejects.toThrow("the network was away");
    const codec = await codecFor("1.2.3.4");
    expect(codec?.(Uint8Array.of(1, 2))).toEqual(Uint8Array.of(2));
    expect(await codecFor("1.2.3.4")).toBe(codec);
    expect(loads).toBe(2);
  });

  it("knows none that nobody registered, and refuses what is no UID", () => {
    expect(codecFor("1.2.3.5")).toBeUndefined();
    expect(() => registerCodec("JPEG XL", () => Promise.reject(new Error()))).toThrow(
      'transferSyntax: is "JPEG XL", expected the UID of a transfer syntax',
    );
  });
});

describe("the registry of formats", () => {
  const format = (value: number) => ({
    name: "one value",
    endings: [".one"],
    gzip: false,
    recognises: (head: Uint8Array) => head[0] === 0xf1,
    read: ({ name }: { name: string }) =>
      Promise.resolve([{ name, grid: unitGrid([1, 1, 1]), data: Uint8Array.of(value) }]),
  });

  it("reads what was registered, by content and by name; the last of one name counts", async () => {
    const before = volumeFormats.length;
    registerFormat(format(1));
    registerFormat(format(2));
    expect(volumeFormats.length).toBe(before + 1);
    for (const file of [
      { name: "a.dat", bytes: Uint8Array.of(0xf1) },
      { name: "a.ONE", bytes: Uint8Array.of(0) },
    ])
      expect((await readVolumes(file))[0].data).toEqual(Uint8Array.of(2));
  });

  it("refuses endings that no name can have", () => {
    expect(() => registerFormat({ ...format(1), endings: ["one"] })).toThrow('format.endings: hold "one"');
    expect(() => registerFormat({ ...format(1), endings: [".One"] })).toThrow('format.endings: hold ".One"');
  });
});
