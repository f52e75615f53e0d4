import type { Cell, Sheet } from '#shared/domain/outcomes/report-sheets.ts';
import type { StockTotals } from '#shared/services/stock/get-stock-totals.ts';

const COLUMNS = [
  { head: 'Sản phẩm', width: 36 },
  { head: 'Đơn vị', width: 14 },
  { head: 'Nhập', width: 12 },
  { head: 'Bán', width: 12 },
  { head: 'Khách trả lại', width: 14 },
  { head: 'Hao hụt', width: 12 },
  { head: 'Chuyển đến', width: 12 },
  { head: 'Chuyển đi', width: 12 },
  { head: 'Chênh lệch kiểm đếm', width: 20 },
  { head: 'Doanh thu', width: 18 },
  { head: 'Bán chưa ghi giá', width: 18 },
];

const number = (quantity: string): Cell => ({ count: Number(quantity) });

/** The totals of a day as a table. */
export const totalsSheets = ({ day, items, turnoverVnd }: StockTotals): Sheet[] => [
  {
    name: `Ngày ${day}`,
    columns: COLUMNS,
    rows: [
      ...items.map((one): Cell[] => [
        { text: one.name ?? one.product },
        { text: one.unit },
        ...[one.received, one.sold, one.returned, one.wasted, one.movedIn, one.movedOut, one.counted].map(number),
        { vnd: one.turnoverVnd },
        number(one.soldWithoutPrice),
      ]),
      [{ text: 'Cộng' }, null, null, null, null, null, null, null, null, { vnd: turnoverVnd }, null],
    ],
    totals: true,
  },
];
