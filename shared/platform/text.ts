// Vietnamese text in four forms: as written (NFC, one tone placement), folded for search, as a slug, and as a sort key.

const TONE_MARKS = /[\u0300\u0301\u0303\u0309\u0323]/g;
const MARKS = /\p{M}+/gu;
const WORD = /[\p{L}\p{M}]+/gu;
const SYLLABLE = new RegExp(
  // A `g` or `q` keeps its glide (gi-, qu-) only when another vowel follows: "giá", "quý", but "gì".
  '^(ngh?|gh|gi(?=[aăâeêioôơuưy])|qu(?=[aăâeêioôơuưy])|kh|ph|th|tr|ch|nh|[bcdđghklmnprstvx])?' +
    '([aăâeêioôơuưy]{1,3})(ch|ng|nh|[cmnpt])?$',
);
const PLAIN_NUCLEI = new Set(
  'a e i o u y ai ao au ay eo ia iu oa oe oi oo ua ui uy oai oao oay oeo uai uao uay uya uyu'.split(' '),
);
const QUALITY_VOWEL = /[ăâêôơư](?!.*[ăâêôơư])/;

const placeTone = (word: string): string => {
  const decomposed = word.normalize('NFD');
  const tones = decomposed.match(TONE_MARKS);
  if (tones?.length !== 1) return word;
  const bare = decomposed.replace(TONE_MARKS, '').normalize('NFC');
  const [, onset = '', nucleus = '', coda = ''] = SYLLABLE.exec(bare.toLowerCase()) ?? [];
  if (nucleus === '') return word;
  const quality = nucleus.search(QUALITY_VOWEL);
  if (quality < 0 && !PLAIN_NUCLEI.has(nucleus)) return word;
  const within = quality >= 0 ? quality : nucleus.length === 3 || (nucleus.length === 2 && coda !== '') ? 1 : 0;
  const at = onset.length + within + 1;
  return (bare.slice(0, at) + tones[0] + bare.slice(at)).normalize('NFC');
};

/** The text with Đ and đ in place of the letters of other languages that look like them: Ð, Ɖ, ð, ɖ. */
export const withVietnameseD = (text: string): string =>
  text.replace(/[\u00d0\u0189]/g, 'Đ').replace(/[\u00f0\u0256]/g, 'đ');

/**
 * The stored form of Vietnamese text: NFC, collapsed and trimmed white space, and one tone placement, as in "Thanh
 * Hóa", "khỏe", "thủy" (on the first of two vowels in an open syllable, on the second before a final consonant:
 * "Hoàn"), and the letter Đ where one that looks like it was written. Words that are not Vietnamese syllables keep their spelling. Idempotent.
 */
export const normaliseVietnamese = (text: string): string =>
  withVietnameseD(text.normalize('NFC')).replace(WORD, placeTone).replace(/\s+/g, ' ').trim();

/**
 * Lower case without accents, `đ` as `d`, every run of other characters one space: "Thanh Hoá" and "Thanh Hóa" are
 * both "thanh hoa". For search only: different names may share a folded form (Hoằng Phụ, Hoằng Phú).
 */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(/[đðɖ]/g, 'd')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The folded text in `a-z0-9`, words joined by `-`: "Rượu sim Bảo An" is "ruou-sim-bao-an". Empty when nothing is left. */
export const slugify = (text: string): string =>
  fold(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

const ALPHABET = 'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz';
const PRIMARY = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg';
const LETTER_KEYS = new Map(
  [...'0123456789', ...ALPHABET].map((letter, index): [string, string] => [letter, PRIMARY.charAt(index)]),
);
const TONES = ['\u0300', '\u0309', '\u0303', '\u0301', '\u0323'];
const TONE_BEARERS = new Set('aăâeêioôơuưy');
const BITS = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

/** Packs six flags into a character, most significant first, and drops trailing zeros, so that a shorter word sorts first. */
const packBits = (bits: readonly boolean[]): string => {
  let packed = '';
  for (let at = 0; at < bits.length; at += 6) {
    let value = 0;
    for (let bit = 0; bit < 6; bit += 1) value = value * 2 + (bits[at + bit] ? 1 : 0);
    packed += BITS.charAt(value);
  }
  return packed.replace(/-+$/, '');
};

/**
 * An ASCII sort key whose byte order is Vietnamese alphabetical order: letter by letter (space, digits, then
 * a ă â b c d đ e ê …), then by tone (none, huyền, hỏi, ngã, sắc, nặng), then lower before upper case. Contains no `#`.
 * It may be cut, which gives up case and tones before letters. For Vietnamese text about 1.6 times the length, at most twice plus three.
 *
 * Differences from CLDR's `vi` collation: punctuation and symbols count as a space, marks that Vietnamese does not
 * use are ignored, tone placement is normalised first, and letters of other scripts follow z by code point.
 */
export const collationKey = (text: string): string => {
  let letters = '';
  let tones = '';
  const upper: boolean[] = [];
  for (const letter of normaliseVietnamese(text.normalize('NFKC')).normalize('NFC')) {
    const lower = letter.toLowerCase();
    const decomposed = lower.normalize('NFD');
    const quality = decomposed.replace(TONE_MARKS, '').normalize('NFC');
    const base = LETTER_KEYS.has(quality) ? quality : decomposed.replace(MARKS, '');
    if (base === '') continue;
    const key = LETTER_KEYS.get(base);
    if (key !== undefined) {
      letters += key;
      if (TONE_BEARERS.has(base)) tones += TONES.findIndex((tone) => decomposed.includes(tone)) + 1;
    } else if (/[\p{L}\p{N}]/u.test(base)) {
      letters += `z${(quality.codePointAt(0) ?? 0).toString(16).padStart(6, '0')}`;
    } else {
      if (letters !== '' && !letters.endsWith('.')) {
        letters += '.';
        upper.push(false);
      }
      continue;
    }
    upper.push(lower !== letter);
  }
  if (letters.endsWith('.')) {
    letters = letters.slice(0, -1);
    upper.pop();
  }
  return `${letters}!${tones.replace(/0+$/, '')}!${packBits(upper)}`.replace(/!+$/, '');
};

/** The JSON text of a string without its quotes. Control characters are escaped. */
export const jsonText = (text: string): string => JSON.stringify(text).slice(1, -1);
