// Spellings that a Vietnamese place name alternates between: i and y, s and x, ch and tr, d and gi, c, k and q, and one
// letter more, less or other. Texts are folded (`fold`) before they are compared.

/**
 * A key that spellings with the usual alternations share: "quy huong" and "qui huong", "nan sin" and "nan xin", "sung
 * chang" and "sung trang". "Nông trường" before a name, or "NT", is left out.
 */
export const spellingKey = (folded: string): string =>
  folded
    .replace(/^(nong truong|nt) (?=\S)/, '')
    .split(' ')
    .map((word) =>
      word
        .replace(/^(tr|ch)/, 'c_')
        .replace(/^gi(?=[aeiouy])|^d/, 'd')
        .replace(/^s/, 'x')
        .replace(/^(k(?!h)|q)/, 'c')
        .replaceAll('y', 'i'),
    )
    .join('');

/** Names of fewer letters are too often one letter apart: "Ba" and "Bu". */
const SHORTEST = 5;

const differInOneLetter = (a: string, b: string): boolean => {
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  let from = 0;
  while (from < shorter.length && shorter[from] === longer[from]) from += 1;
  return longer.slice(from + 1) === shorter.slice(shorter.length === longer.length ? from + 1 : from);
};

/**
 * Whether two folded names differ in exactly one letter of one word: replaced, added or left out. Short names and
 * words with digits never do.
 */
export const isOneLetterApart = (a: string, b: string): boolean => {
  if (a === b || Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < SHORTEST) return false;
  const words = a.split(' ');
  const others = b.split(' ');
  if (words.length !== others.length) return false;
  const at = words.findIndex((word, index) => word !== others[index]);
  const [word = '', other = ''] = [words[at], others[at]];
  return (
    !/\d/.test(word + other) &&
    differInOneLetter(word, other) &&
    words.slice(at + 1).every((rest, index) => rest === others[at + 1 + index])
  );
};
