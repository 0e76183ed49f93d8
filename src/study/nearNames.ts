/**
 * The case that a file may be meant for though it is not called after it letter by letter: names that are the same but for
 * upper and lower case, separators, zeros before a number, or a word or channel number at the end, such as Case_1 and case_001,
 * BRATS_7_pred and BRATS_7_seg, case_1_0000 and case_1.
 *
 * @param name of a file, without folders and ending
 */
export function nearCase(name: string, cases: readonly string[]): string | undefined {
  const key = keyOf(name);
  const short = withoutTail(key);
  return cases.find((one) => {
    const own = keyOf(one);
    const isNear = own === key || own === short || withoutTail(own) === key || withoutTail(own) === short;
    return isNear && one !== name;
  });
}

/** The case whose name differs from that of a file in nothing but numbers, as one case of a series from the next. */
export function caseOfSeries(name: string, cases: readonly string[]): string | undefined {
  const series = (text: string): string => keyOf(text).replaceAll(/\d+/gu, "#");
  return cases.find((one) => /\d/u.test(one) && series(one) === series(name));
}

function keyOf(name: string): string {
  return name
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[-_. ]+/gu, "_")
    .replaceAll(/(?<!\d)0+(?=\d)/gu, "");
}

/** Without a word or a channel's number at the end of a name. Zeros before numbers are gone: channel 0000 is 0. */
function withoutTail(key: string): string {
  return key.replace(/_(?:\p{L}+|\d)$/u, "");
}
