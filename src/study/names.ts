/** What names are compared by: without regard to case, to the kind and amount of white space, and to Unicode's forms. */
export function canonicalName(name: string): string {
  return name.normalize("NFKC").trim().replaceAll(/\s+/gu, " ").toLowerCase();
}

/** Whether two names are the same to people. */
export function sameName(a: string, b: string): boolean {
  return canonicalName(a) === canonicalName(b);
}

/** What a name with something in brackets at its end says. */
export interface BracketedName {
  /** What stands before the bracket, or the whole name. */
  readonly structure: string;
  /** The text in the bracket, if there is one. */
  readonly bracket: string | undefined;
}

/**
 * Takes "<structure> (<observer>)" apart, the way in which the Gold Atlas and studies after its example name the
 * delineations of several observers. Whether a bracket names an observer is another question: {@link couldBeObserver}.
 */
export function parseBracket(name: string): BracketedName {
  const parts = /^(.*\S)\s*\(([^()]+)\)$/u.exec(name.trim());
  if (parts === null) return { structure: name.trim(), bracket: undefined };
  return { structure: parts[1], bracket: parts[2].trim() };
}

const SIDES =
  /^(?:l|r|lt|rt|li|re|left|right|links|rechts|bilat|bilateral|both|ipsi|ipsilateral|contra|contralateral)\.?$/iu;
const NUMBERS = /^[#nv]?[-+]?\d+(?:[.,]\d+)?(?:\s*(?:x|×|\/|fx|#)\s*\d+(?:[.,]\d+)?)*$/iu;
const UNITS =
  /^[<>≤≥~]?\s*(?:[-+]?\d+(?:[.,]\d+)?\s*)?(?:c?gy|gy\s*\(?rbe\)?|%|‰|mm|cm|cc|ml|cm3|mm3|hu|suv|fx|fractions?|kv|mv|s|ms|min)$/iu;
/** Doses with what is said of them: "60Gy/30fx", "50 Gy in 25". */
const DOSES = /^[<>≤≥~]?\s*\d+(?:[.,]\d+)?\s*c?gy\b/iu;
const COPIES = /^(?:copy|kopie|copie|old|new|final|draft)(?:\s*\d+)?$/iu;
/** Parts of structures and of target volumes. */
const PARTS =
  /^(?:upper|lower|middle|mid|sup|superior|inf|inferior|ant|anterior|post|posterior|med|medial|lat|lateral|prox|proximal|dist|distal|inner|outer|whole|total|wall|core|base|apex|boost|elective|primary|nodal|nodes?|high|low|intermediate)$/iu;

/** Times at which one structure was drawn again. */
const TIMES =
  /^(?:pre|post|baseline|planning|replan(?:ning)?|initial|adaptive|follow-?up|(?:fu|visit|week|day|month|fx|fraction|timepoint|tp)[-_ ]?\d{0,3})$/iu;

/** Whether the text of a bracket may be an observer's name: it is no side, part, dose, number, unit, time or copy's mark. */
export function couldBeObserver(bracket: string): boolean {
  const text = bracket.trim();
  return ![SIDES, PARTS, NUMBERS, UNITS, DOSES, TIMES, COPIES].some((kind) => kind.test(text));
}

/** Whether names are all sides, parts, doses or times of structures, such as "L" and "R": nobody's names. */
export function areParts(names: readonly string[]): boolean {
  return (
    names.length > 0 &&
    names.every((name) => [SIDES, PARTS, UNITS, DOSES, TIMES].some((kind) => kind.test(name.trim())))
  );
}

/** Kinds of images, which may as well be somebody's initials. */
const MODALITIES = /^(?:[cd]?ct|4d-?ct|cbct|mct|mri?|pet|us|t[12]w?|flair|dwi|adc|ce|spect)(?:[-_ ]?\d+)?$/iu;

/** Whether texts of brackets are all kinds of images: one structure on several, rather than of several observers. */
export function areModalities(names: readonly string[]): boolean {
  return names.length > 0 && names.every((name) => MODALITIES.test(name.trim()));
}

/** A name without the mark of a copy of its file: "AB (1)", "AB - Copy"; undefined where there is none. */
export function withoutCopyMark(name: string): string | undefined {
  return /^(.*?[^\s_-])(?:\s*\(\d{1,2}\)|[-_ ]+(?:copy|kopie|copie)(?:\s*\(?\d+\)?)?)$/iu
    .exec(name.trim())?.[1]
    .trim();
}

/** Names of folders and files that say what is in them and not of whom. */
const KINDS_OF_FILES =
  /^(?:masks?|segs?|segmentations?|labels?|contours?|rois?|structures?|annotations?|anat|dseg|data|images?|nifti|nii|nrrd|rtstruct|v?\d+)$/iu;

/** Whether a name of folders and files says what is in them, and not of whom. */
export function isKindOfFile(name: string): boolean {
  return KINDS_OF_FILES.test(name);
}

/** Words that studies number their observers with. */
const OBSERVER_WORDS =
  /^(?:seg|rater|reader|observer|obs|user|annotator|expert|radiologist|physician|oncologist|doctor|dr|r|u)[-_ ]?(?:\d{1,3}|[a-z])$/iu;

/** Whether names are all such as "User3", "rater_2" or "seg01". */
export function areNumberedObservers(names: readonly string[]): boolean {
  return names.length > 0 && names.every((name) => OBSERVER_WORDS.test(name.trim()));
}

/** Words of anatomy and of radiotherapy's target volumes, as names of structures hold them. */
const STRUCTURE_WORDS = new Set(
  (
    "gtv ctv ptv itv oar prv igtv hrctv tumor tumour lesion lesions metastasis nodule edema oedema necrosis infarct plaque " +
    "prostate rectum bladder bowel sigmoid colon anus anal penile penilebulb bulb femur femoral femoralhead femurhead " +
    "seminal vesicle vesicles seminalvesicles sv uterus cervix vagina ovary testis urethra neurovascular sacrum pelvis " +
    "lung lungs heart aorta esophagus oesophagus trachea bronchus breast ventricle atrium lad rib ribs sternum carina " +
    "liver spleen pancreas stomach duodenum kidney kidneys adrenal gallbladder bileduct vena cava ivc " +
    "brain brainstem cord spinalcord spine vertebra vertebrae cerebellum hippocampus chiasm optic opticnerve eye eyes lens " +
    "retina cochlea pituitary hypothalamus thalamus putamen caudate cortex ventricles whitematter greymatter graymatter " +
    "parotid parotids submandibular mandible larynx pharynx thyroid oral oralcavity tongue lips tonsil nodes lymphnode " +
    "body skin external bone muscle fat vessel artery vein disc disk cup"
  ).split(" "),
);

/** Gross, clinical, planning and internal target volumes: "GTVp", "CTVn". */
const TARGETS = /^(?:i?gtv|(?:hr)?ctv|ptv|itv)[a-z]{0,2}$/iu;

/** Whether a name holds a word of anatomy or of radiotherapy's target volumes. */
export function isAnatomical(name: string): boolean {
  return anatomyIn(name) !== "";
}

/**
 * Whether names are those of structures rather than observers: every one holds words of anatomy or radiotherapy, and no two
 * the same, as "gtv_Ana" and "gtv_Bo" do.
 */
export function areStructures(names: readonly string[]): boolean {
  return names.every(isAnatomical) && names.length > 0 && new Set(names.map(anatomyIn)).size === names.length;
}

/** Whether names are of two structures or more, be they some people's too, so that their list is no list of people. */
export function holdStructures(names: readonly string[]): boolean {
  return new Set(names.map(anatomyIn).filter((anatomy) => anatomy !== "")).size > 1;
}

/** Whether two names or more are of one structure, "bladderAnn" and "bladderBo", so that they are not of one observer. */
export function repeatStructures(names: readonly string[]): boolean {
  const anatomies = names.map(anatomyIn).filter((anatomy) => anatomy !== "");
  return new Set(anatomies).size < anatomies.length;
}

/** The words of anatomy in a name, with the sides and parts beside them; empty where there are none. */
function anatomyIn(name: string): string {
  const words = name
    .normalize("NFKC")
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  const isStructure = (word: string): boolean => STRUCTURE_WORDS.has(word) || TARGETS.test(word);
  if (!words.some(isStructure)) return "";
  return words.filter((word) => isStructure(word) || areParts([word])).join(" ");
}

/** Whether a name is among those asked for, or nothing is asked for. */
export function isAskedFor(asked: readonly string[] | undefined, name: string): boolean {
  return asked === undefined || asked.some((wanted) => sameName(wanted, name));
}
