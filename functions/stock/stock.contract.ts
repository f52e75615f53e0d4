import { describeOperations, type Operation } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { OwnStockItem, OwnStockLevel, Results, SilentPoint, StockChange, StockTotals } from '#shared/contract/stock.ts';
import { XLSX_TYPE } from '#shared/http/report-response.ts';
import { RESTOCK_QUANTITY_MAX } from '#shared/platform/limits.ts';
import { stockRoutes } from './stock.routes.ts';

const TAG = 'Sales points';

const MODES =
  '`each` returns 207 with a result per line, `{results: [{line, status, …}]}`, and a retry with the same key applies the lines that failed. `atomic` returns 200 and applies all lines, or fails with one problem that names every rejected line. A malformed line rejects the request in both modes. Lines on one product are summed before the check. An idempotency key belongs to one sales point and never expires. A rejected line is not recorded, so it can be corrected and sent again under the same key if no line of the request was applied.';

const batch = (summary: string, description: string): Operation => ({
  summary,
  description,
  tag: TAG,
  problems: [403, 404, 409],
  responses: {
    200: { description: 'All lines are recorded', schema: Results },
    207: { description: 'A result per line', schema: Results },
  },
});

const VOID: Operation = {
  tag: TAG,
  summary: 'Void a line of the ledger',
  description:
    'For members of the sales point, within 24 hours of the arrival of a `receive`, `sell`, `return` or `waste`. A `void` line of its own restores the quantity of each lot with its use-by day. 409 if the line is voided already, if its goods were counted after it, or if what it brought is no longer there. A count is corrected by another count, a transfer by one in the other direction.',
  problems: [403, 409, 422],
  responses: { 200: { description: 'The `void` line', schema: Results } },
};

export const stockContract = describeOperations(stockRoutes, {
  changeStock: batch(
    'Report counts, deliveries, sales, returns and losses',
    `A \`count\` is absolute, the other kinds are differences; \`return\` means goods that a buyer brings back. \`occurredAt\` can be up to 24 hours ago; up to 5 minutes ahead counts as now and is kept as \`clientOccurredAt\`, and reports can arrive in any order: after a late count the later changes are applied again. A producer that restocks a sales point sends \`receive\` only, at most ${RESTOCK_QUANTITY_MAX} in a line, and no response shows it the stock. A proposed sales point cannot report stock; a paused one can. ${MODES}`,
  ),
  voidStockChange: VOID,
  transferStock: batch(
    'Transfer goods between two sales points of the caller',
    `Both ends change in one transaction. \`mode\` is \`atomic\` by default. ${MODES}`,
  ),
  listStockChanges: {
    tag: TAG,
    summary: 'The ledger of a sales point',
    description:
      'Latest arrival first. `day` is the Vietnamese day on which it happened. With a filter a page can be short.',
    problems: [403],
    responses: { 200: { description: 'A page of lines', schema: pageOf(StockChange) } },
  },
  listOwnStock: {
    tag: TAG,
    summary: 'The exact stock with its settings',
    description:
      'Includes goods past their use-by day. `q` finds products by GTIN as scanned, by id, by readable name, or by words of the name with or without accents; a page can then be short.',
    problems: [403],
    responses: { 200: { description: 'A page of levels', schema: pageOf(OwnStockItem) } },
  },
  getStockTotals: {
    tag: TAG,
    summary: 'The totals of a day',
    description:
      'For members and officers of the territory: what happened on a Vietnamese day, by product, less what was voided. The turnover is that of sales that were sent with `priceVnd`. `format=xlsx` returns the same figures as a workbook.',
    problems: [403],
    responses: { 200: { description: 'The totals', schema: StockTotals, files: [XLSX_TYPE] } },
  },
  setStockSettings: {
    tag: TAG,
    summary: 'Set price, threshold, and what buyers see',
    description:
      'Fields that are left out stay unchanged, `null` clears. A product that is not stocked yet is added with quantity 0. Without a price the price of the product applies. A new level shows its quantity; `show: band` hides quantity and lots in every public response. The operation needs no `If-Match`.',
    problems: [403, 409, 422],
    responses: { 200: { description: 'The level', schema: OwnStockLevel } },
  },
  listSilentPoints: {
    tag: 'Officers',
    summary: 'Sales points without recent reports',
    description:
      'Active sales points of the territory without any report for `days` (default 14), by name. The time counts from the arrival of the last report, or from the approval if there was none. A page can be short.',
    problems: [403],
    responses: { 200: { description: 'A page of points', schema: pageOf(SilentPoint) } },
  },
});
