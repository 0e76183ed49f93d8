import { SoftdiceError } from "../core/errors.ts";
import { decide } from "./evidence.ts";
import type { Item } from "./item.ts";
import type { Layout } from "./pattern.ts";
import { readingsOf, readingsOfPatients } from "./readings.ts";
import { SeveralReadings } from "./severalReadings.ts";

/**
 * How the places of one patient's files are to be read: by what they say, and by what is drawn where that leaves several
 * readings; undefined for a single file.
 *
 * @param places from the folder that holds all of them on
 * @param areNamed whether the user named each file
 * @param subject what errors name
 * @param look the mask at a place
 * @throws SoftdiceError for files of several patients, and where nothing tells observers apart
 */
export async function layoutOf(
  places: readonly string[],
  areNamed: boolean,
  subject: string,
  look: (place: string) => ReturnType<Item["draw"]>["mask"],
): Promise<Layout | undefined> {
  if (places.length < 2) return undefined;
  const readings = [...readingsOf(places, "case"), ...readingsOfPatients(places)];
  // Whoever names masks one by one says that they are observers' of one structure.
  if (areNamed && readings.length === 1) return readings[0];
  const found = await decide(readings, places, (place) => Promise.resolve(look(place)), subject, optionFor);
  if (found?.roles.has("patient") === true) throw severalPatients(subject, found);
  if (found !== undefined) return found;
  throw new SoftdiceError({
    subject,
    problem: `holds files whose names tell no observers apart, such as ${places.slice(0, 3).join(", ")}`,
    expected: "names of observers in names of files or folders",
    remedy: 'say where they stand with --pattern, such as --pattern "{observer}/{structure}"',
  });
}

/** How the user says that a reading is meant. */
function optionFor({ pattern, roles }: Layout): string {
  return `${roles.has("patient") ? "--study and " : ""}--pattern "${pattern}"`;
}

function severalPatients(subject: string, { pattern }: Layout): SeveralReadings {
  return new SeveralReadings(
    {
      subject,
      problem: `holds files of several patients, read as ${pattern}`,
      expected: "files of one patient",
      remedy: "give their folder with --study, or say otherwise with --pattern",
    },
    [pattern],
  );
}
