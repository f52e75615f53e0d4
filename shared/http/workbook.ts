import type { Cell, Sheet } from '#shared/domain/outcomes/report-sheets.ts';
import { VIETNAM_SHIFT_MS } from '#shared/platform/vietnam-day.ts';

const VND_FORMAT = '#,##0\\ "₫"';
const COUNT_FORMAT = '#,##0';
const DAY_FORMAT = 'dd/mm/yyyy';
const INSTANT_FORMAT = 'dd/mm/yyyy hh:mm';

const HEAD = { type: String, fontWeight: 'bold', wrap: true } as const;

const cellOf = (cell: Cell, weight: { fontWeight?: 'bold' }) => {
  if (cell === null) return null;
  if ('text' in cell) return { type: String, value: cell.text, ...weight };
  if ('count' in cell) return { type: Number, value: cell.count, format: COUNT_FORMAT, ...weight };
  if ('vnd' in cell) return { type: Number, value: cell.vnd, format: VND_FORMAT, ...weight };
  if ('day' in cell) return { type: Date, value: new Date(`${cell.day}T00:00:00Z`), format: DAY_FORMAT, ...weight };
  // Workbooks have no time zones, so times are converted to Vietnam's time.
  const shifted = new Date(Date.parse(cell.instant) + VIETNAM_SHIFT_MS);
  return { type: Date, value: shifted, format: INSTANT_FORMAT, ...weight };
};

const END_OF_DIRECTORY = 0x06054b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
/** The earliest date of the ZIP format, in its own encoding. */
const FIRST_DAY = 0x0021;

/** Removes the times from a ZIP, so that equal tables give equal bytes. */
const withoutTimes = (zip: Buffer): Buffer => {
  const end = zip.length - END_LENGTH;
  if (zip.readUInt32LE(end) !== END_OF_DIRECTORY) throw new Error('the workbook does not end as a ZIP does');
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const local = zip.readUInt32LE(entry + 42);
    for (const time of [entry + 12, local + 10]) zip.writeUInt32LE(FIRST_DAY * 0x10000, time);
    entry += ENTRY_LENGTH + zip.readUInt16LE(entry + 28) + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return zip;
};

/** The tables as a workbook (XLSX); equal tables give equal bytes. */
export const workbookOf = async (sheets: readonly Sheet[]): Promise<Buffer> => {
  const { default: writeWorkbook } = await import('write-excel-file/node');
  const written = writeWorkbook(
    sheets.map(({ name, columns, rows, totals }) => ({
      sheet: name,
      stickyRowsCount: 1,
      columns: columns.map(({ width }) => ({ width })),
      data: [
        columns.map(({ head }) => ({ ...HEAD, value: head })),
        ...rows.map((row, index) =>
          row.map((cell) => cellOf(cell, totals && index === rows.length - 1 ? { fontWeight: 'bold' } : {})),
        ),
      ],
    })),
  );
  return withoutTimes(await written.toBuffer());
};
