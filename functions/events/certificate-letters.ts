/**
 * What `fonts/noto-sans-latin-400.woff` can write: the Latin letters of Vietnam's languages, composed or with combining marks,
 * and the punctuation of their texts.
 */
const WRITABLE =
  /[\u0020-\u007e\u00a0-\u024f\u02bb\u02bc\u1e00-\u1eff\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u2044\u20ab\u20ac\u2116\u2122\u2212\ua796\ua797]|[\u0300-\u036f]/;
const LETTERS = /^[\p{L}\p{N}]/u;
const MARK = /^\p{M}$/u;

const UNKNOWN = '?';

/** Text as the certificate's font can write it; `whole` is false if letters or marks of it are missing. */
export type WritableText = { text: string; whole: boolean };

const isWritable = (text: string): boolean => [...text].every((letter) => WRITABLE.test(letter));

/** The letter itself, else its compatible form (`Ａ` is A), else its base without marks; undefined if the font has none. */
const formsOf = (letter: string): WritableText | undefined => {
  const compatible = letter.normalize('NFKC');
  if (isWritable(compatible)) return { text: isWritable(letter) ? letter : compatible, whole: true };
  const [base = ''] = letter.normalize('NFD');
  return base !== letter && isWritable(base) ? { text: base, whole: false } : undefined;
};

/**
 * A text in letters that the font has. Marks beyond it are left out; letters and digits beyond it become one question mark
 * for each series, which clears `whole`. Symbols beyond it, such as emoji, are left out.
 */
export const writable = (given: string): WritableText => {
  let text = '';
  let whole = true;
  let isUnknown = false;
  for (const letter of given.normalize('NFC')) {
    const found = formsOf(letter);
    if (found) {
      text += found.text;
      whole &&= found.whole;
      isUnknown = false;
    } else if (LETTERS.test(letter)) {
      if (!isUnknown) text += UNKNOWN;
      whole = false;
      isUnknown = true;
    } else if (MARK.test(letter)) whole = false;
  }
  const tidy = text.replaceAll(/ {2,}/g, ' ').trim();
  return tidy === '' ? { text: UNKNOWN, whole: false } : { text: tidy, whole };
};
