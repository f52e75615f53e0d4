// A lot number is a label that people type: n1, N1, N 1 and N–1 written with another dash are compared as labels.

/** The form of a lot number in which spellings of one label are equal: without case and blanks, with one kind of dash. */
export const lotKey = (lot: string): string =>
  lot
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\s/g, '')
    .replaceAll(/[\p{Pd}\u2212]/gu, '-');
