import { describeOperations, type Operation } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { OwnStockItem, OwnStockLevel, Results, SilentPoint, StockChange } from '#shared/contract/stock.ts';
import { RESTOCK_QUANTITY_MAX } from '#shared/platform/limits.ts';
import { stockRoutes } from './stock.routes.ts';

const TAG = 'Sales points';

const MODES =
  '`each`: 207 with a result per line, and a retry with the same key settles what was not. `atomic`: all lines or none. Lines on one product are summed before the check. The idempotency key is kept for good.';

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

export const stockContract = describeOperations(stockRoutes, {
  changeStock: batch(
    'Report counts, deliveries, sales, returns and losses',
    `A \`count\` is absolute, the others are differences: \`return\` is goods that a buyer brings back. \`occurredAt\` may be a day old, in any order: a late count lets later changes happen again. A producer that restocks a point sends \`receive\` only, at most ${RESTOCK_QUANTITY_MAX} in a line, and no answer depends on how much there is. ${MODES}`,
  ),
  transferStock: batch(
    'Move goods between two of my points',
    `What leaves one point arrives at the other in one transaction. ${MODES}`,
  ),
  listStockChanges: {
    tag: TAG,
    summary: 'The ledger',
    description: 'The latest arrival first. With `product` a page may be short.',
    problems: [403],
    responses: { 200: { description: 'A page of lines', schema: pageOf(StockChange) } },
  },
  listOwnStock: {
    tag: TAG,
    summary: 'The exact stock with its settings',
    problems: [403],
    responses: { 200: { description: 'A page of levels', schema: pageOf(OwnStockItem) } },
  },
  setStockSettings: {
    tag: TAG,
    summary: 'Set price, threshold, and what buyers see',
    description:
      'Fields left out stay, `null` clears. A product that is not stocked yet is taken up with nothing of it.',
    problems: [403, 409, 422],
    responses: { 200: { description: 'The level', schema: OwnStockLevel } },
  },
  listSilentPoints: {
    tag: 'Officers',
    summary: 'Points that have gone silent',
    description: 'Active points of the territory without any report for `days` (14), by name. A page may be short.',
    problems: [403],
    responses: { 200: { description: 'A page of points', schema: pageOf(SilentPoint) } },
  },
});
