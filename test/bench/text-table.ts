/** The middle of some measurements. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
};

/** The value below which `share` of the measurements lie. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

/** Whether a measurement keeps to its target, for the last column. */
export const verdict = (value: number, target: number): string => (value <= target ? 'ok' : 'short');

export const ratio = (value: number, base: number): string => `${(value / base).toFixed(2)}x`;

type Cell = string | number;

const isNumeric = (cell: Cell | undefined): boolean =>
  typeof cell === 'number' || /^[\d.,]+(?:x|%)?$/.test(cell ?? '') || cell === '';

/** Rows aligned under their heads: columns of figures to the right, words to the left. */
export const textTable = (head: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const right = head.map((_, column) => rows.every((row) => isNumeric(row[column])));
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => String(row[column] ?? '').length)),
  );
  const line = (cells: readonly Cell[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return right[column] ? String(cell).padStart(width) : String(cell).padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
};
