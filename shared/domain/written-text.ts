// What people and their programs write into text fields: characters that mean nothing, and texts that are not what they look like.

/** A fault of a text: why it is refused, the code point, and its place, counted in characters from 1. */
export type TextFault = {
  reason:
    | 'broken_bytes'
    | 'control'
    | 'invisible'
    | 'line_break'
    | 'look_alike'
    | 'marks'
    | 'old_font'
    | 'private_use'
    | 'surrogate';
  character: string;
  place: number;
};

const IGNORABLE = /[\p{Cf}&&\p{Default_Ignorable_Code_Point}]/v;
const SELECTOR = /[\ufe00-\ufe0f]/u;
/** Joiners and the zero width space, which some scripts need between their letters. */
const JOINER = /[\u200b-\u200d]/u;
const PICTOGRAPH = /\p{Extended_Pictographic}|\p{Emoji_Modifier}/u;
const LETTER_THAT_JOINS = /[[\p{L}\p{M}]--[\p{Script=Latin}\p{Script=Inherited}]]/v;
const KEYCAP = '\u20e3';

const meansNothing = (before: string, character: string, after: string): boolean => {
  if (SELECTOR.test(character)) return !PICTOGRAPH.test(before) && after !== KEYCAP;
  if (!IGNORABLE.test(character)) return false;
  if (!JOINER.test(character)) return true;
  return !LETTER_THAT_JOINS.test(before) && !(PICTOGRAPH.test(before) || SELECTOR.test(before));
};

/**
 * The text without the invisible characters that come along when it is copied: direction marks, byte order marks, soft
 * hyphens, zero width characters between Latin letters, variation selectors without an emoji; and without white space at
 * its ends. Idempotent.
 */
export const withoutInvisible = (text: string): string => {
  if (!IGNORABLE.test(text) && !SELECTOR.test(text)) return text.trim();
  const kept: string[] = [];
  const characters = [...text];
  for (const [index, character] of characters.entries()) {
    if (!meansNothing(kept.at(-1) ?? '', character, characters[index + 1] ?? '')) kept.push(character);
  }
  return kept.join('').trim();
};

const CONTROL = /[\p{Cc}--[\t\n\r]]/v;
const LINE_BREAK = /[\t\r\n\u2028\u2029]/;
/** Characters that show nothing although they count as letters or symbols, and format characters. */
const INVISIBLE = /[\p{Cf}\u115f\u1160\u2800\u3164\uffa0]/u;
const TURNS_DIRECTION = /[\u202a-\u202e\u2066-\u2069]/;
const NEEDS_CARE =
  /[^\t\n\r -~\u00c0-\u00c3\u00c8-\u00ca\u00cc\u00cd\u00d2-\u00d5\u00d9\u00da\u00dd\u00e0-\u00e3\u00e8-\u00ea\u00ec\u00ed\u00f2-\u00f5\u00f9\u00fa\u00fd\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]/u;

const CYRILLIC_LOOK_ALIKES = 'АВЕЅІЈКМНОРСТУХҮҺԀаеѕіјорсухүһԁԛԝ';
const GREEK_LOOK_ALIKES = 'ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο';
const LOOK_ALIKE = new RegExp(`[${CYRILLIC_LOOK_ALIKES}${GREEK_LOOK_ALIKES}]`, 'u');
const LATIN = /\p{Script=Latin}/u;
const WORD = /[\p{L}\p{M}]+/gu;

const MARKS_MAX = 3;
const MANY_MARKS = new RegExp(`\\p{M}{${MARKS_MAX + 1},}`, 'u');

// Letters that the fonts of TCVN3 and VNI draw as Vietnamese ones. Text of theirs has no letter beyond Latin-1.
const BEYOND_LATIN_1 = /[\u0100-\u{10ffff}]/u;
const TCVN3 = /®(?=\p{L})|(?<=\p{Script=Latin})(?:[µ¸¶¨¬¼½¾]|[¹©ª](?=\p{L}))/u;
const VNI = /[aeouyôö][øûåä]|[aeoôöu]õ|[aeuy]ù|ö[ôùï]|aê|[aeo]â/iu;

const placeOf = (text: string, index: number): number => [...text.slice(0, index)].length + 1;

const faultAt = (text: string, index: number, reason: TextFault['reason']): TextFault => ({
  reason,
  character: String.fromCodePoint(text.codePointAt(index) ?? 0),
  place: placeOf(text, index),
});

const lookAlike = (text: string): TextFault | undefined => {
  if (!LOOK_ALIKE.test(text) || !LATIN.test(text)) return undefined;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const found = word.search(LOOK_ALIKE);
    if (found < 0) continue;
    const isWhole = [...word].every((letter) => LOOK_ALIKE.test(letter) || /\p{M}/u.test(letter));
    if (isWhole || LATIN.test(word)) return faultAt(text, index + found, 'look_alike');
  }
  return undefined;
};

const manyMarks = (text: string): TextFault | undefined => {
  for (const { 0: cluster, index } of text.matchAll(/\P{M}?\p{M}+/gu)) {
    if (MANY_MARKS.test(cluster.normalize('NFD'))) return faultAt(text, index, 'marks');
  }
  return undefined;
};

/**
 * The first fault of a text: control and invisible characters, line breaks if the field has one line, halves of
 * characters, U+FFFD (which stands for bytes that were not UTF-8), characters of private fonts, text written for the
 * fonts of TCVN3 or VNI, letters of other scripts that look like Latin ones, and more than three marks on a letter.
 */
export const faultOfText = (text: string, lines: 'one' | 'several'): TextFault | undefined => {
  if (!NEEDS_CARE.test(text) && (lines === 'several' || !LINE_BREAK.test(text))) return undefined;
  const first = (pattern: RegExp, reason: TextFault['reason']): TextFault | undefined => {
    const index = text.search(pattern);
    return index < 0 ? undefined : faultAt(text, index, reason);
  };
  const halves = text.isWellFormed() ? undefined : first(/\p{Surrogate}/u, 'surrogate');
  if (halves) return halves;
  return (
    first(CONTROL, 'control') ??
    (lines === 'one' ? (first(LINE_BREAK, 'line_break') ?? first(INVISIBLE, 'invisible')) : undefined) ??
    first(TURNS_DIRECTION, 'invisible') ??
    first(/\ufffd/, 'broken_bytes') ??
    first(/\p{Co}/u, 'private_use') ??
    manyMarks(text) ??
    lookAlike(text) ??
    (BEYOND_LATIN_1.test(text) ? undefined : (first(TCVN3, 'old_font') ?? first(VNI, 'old_font')))
  );
};
