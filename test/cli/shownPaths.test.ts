import { resolve } from "node:path";
import { expect, it } from "vitest";
import { shownPath } from "../../src/cli/shownPaths.ts";

it("calls files by what was given, and those in archives by their names alone", () => {
  const inputs = ["/data/Jane Doe", "here/rs.dcm", "/data/export.zip"];
  expect(shownPath("/data/Jane Doe/ct/1.dcm", inputs)).toBe("ct/1.dcm");
  expect(shownPath("here/rs.dcm", inputs)).toBe("rs.dcm");
  expect(shownPath(resolve("here/rs.dcm"), inputs)).toBe("rs.dcm");
  expect(shownPath("/data/export.zip/Jane Doe/rs.dcm", inputs)).toBe("export.zip/rs.dcm");
  expect(shownPath("/data/Jane Doe/old/a.zip/x/rs.dcm", inputs)).toBe("old/a.zip/rs.dcm");
  expect(shownPath("/elsewhere/x/rs.dcm", inputs)).toBe("rs.dcm");
});
