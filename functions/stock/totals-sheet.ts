import type { Cell, Sheet } from '#shared/domain/outcomes/report-sheets.ts';
import * as messages from '#shared/domain/stock/messages.ts';
import type { StockTotals } from '#shared/services/stock/get-stock-totals.ts';

const number = (quantity: string): Cell => ({ count: Number(quantity) });

/** The totals of a day as a table. */
export const totalsSheets = ({ day, items, turnoverVnd }: StockTotals): Sheet[] => [
  {
    name: messages.totalsSheetName(day),
    columns: messages.TOTALS_COLUMNS,
    rows: [
      ...items.map((one): Cell[] => [
        { text: one.name ?? one.product },
        { text: one.unit },
        ...[one.received, one.sold, one.returned, one.wasted, one.movedIn, one.movedOut, one.counted].map(number),
        { vnd: one.turnoverVnd },
        number(one.soldWithoutPrice),
      ]),
      [{ text: messages.TOTALS_SUM }, null, null, null, null, null, null, null, null, { vnd: turnoverVnd }, null],
    ],
    totals: true,
  },
];
