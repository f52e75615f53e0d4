import type { LedgerRecord } from '#shared/data/stock/ledger-store.ts';
import type { Change, ChangeError } from '#shared/domain/stock/apply-change.ts';
import * as messages from '#shared/domain/stock/messages.ts';
import { quantityText } from '#shared/domain/stock/quantity.ts';
import { type StockChange, stockChange } from '#shared/domain/stock/stock-views.ts';
import { type Fault, Problem, type ProblemCode, type Text } from '#shared/platform/problem.ts';
import { dayText } from '#shared/platform/vietnam-day.ts';

/** Why one line of a request was refused; `pointer` is into the request's body. */
export type LineFault = Fault & { line: number; pointer: string; status: ProblemCode };

/**
 * The outcome of one line: the change in the ledger, with the arrival at the other sales point of a transfer, or the
 * reason of a rejection.
 */
export type LineOutcome =
  | { line: number; change: StockChange; received?: StockChange }
  | { line: number; fault: LineFault };

type Details = { current: string; expired: string; unknown: string; change: Change; useBy: string };

const LEVEL_ERRORS: Record<
  ChangeError['code'],
  { status: ProblemCode; field: string; detail: (details: Details) => Text }
> = {
  stock_insufficient: {
    status: 'stock_insufficient',
    field: 'quantity',
    detail: ({ current, expired, unknown }) =>
      expired === '0' && unknown === '0'
        ? messages.onlySomeLeft(current)
        : messages.onlySomeSellable(current, expired, unknown),
  },
  stock_stale: {
    status: 'stock_stale',
    field: 'expectedQuantity',
    detail: ({ current }) => messages.quantityChanged(current),
  },
  stock_too_large: {
    status: 'rule_violated',
    field: 'quantity',
    detail: () => messages.quantityAboveMaximum,
  },
  lots_too_many: {
    status: 'rule_violated',
    field: 'lot',
    detail: () => messages.lotsAboveMaximum,
  },
  stock_counted_since: {
    status: 'stock_counted_since',
    field: 'occurredAt',
    detail: () => messages.countedSinceLine,
  },
  lot_has_other_day: {
    status: 'rule_violated',
    field: 'useBy',
    detail: ({ change, useBy }) =>
      messages.lotHasOtherDay(change.lot ?? '', dayText(useBy), dayText(change.useBy ?? '')),
  },
};

const pointerOf = (line: number, field: string): string => `/lines/${line}/${field}`;

/** The rule error of a line, by the field that breaks the rule. */
export const lineFault = (line: number, field: string, code: string, detail: Text): LineFault => ({
  line,
  pointer: pointerOf(line, field),
  code,
  detail,
  status: 'rule_violated',
});

/** The fault of a transfer that only one end has counted since: it would change the sum over the sales points. */
export const countedSince = (line: number): LineFault => ({
  line,
  pointer: pointerOf(line, 'occurredAt'),
  code: 'stock_counted_since',
  status: 'stock_counted_since',
  detail: messages.otherPointCountedSince,
});

/** The fault of a line that the level does not allow. */
export const levelFault = (
  change: Change,
  { code, current, expired = 0, unknown = 0, useBy = '' }: ChangeError,
): LineFault => {
  const { line } = change;
  const { status, field, detail } = LEVEL_ERRORS[code];
  const details = {
    current: quantityText(current),
    expired: quantityText(expired),
    unknown: quantityText(unknown),
    change,
    useBy,
  };
  return { line, pointer: pointerOf(line, field), code, detail: detail(details), current: details.current, status };
};

/** The outcomes of settled lines. A discrepancy is told with the count that it follows from. */
export const appliedLines = (
  records: readonly LedgerRecord[],
  arrivals: readonly LedgerRecord[],
): Extract<LineOutcome, { change: StockChange }>[] =>
  records
    .filter(({ line }) => line.kind !== 'discrepancy')
    .map((record) => {
      const { line } = record.line;
      const change = stockChange(record.entry, record.line);
      const arrival = arrivals.find((one) => one.line.line === line);
      return arrival ? { line, change, received: stockChange(arrival.entry, arrival.line) } : { line, change };
    });

const RANK: readonly ProblemCode[] = [
  'rule_violated',
  'state_conflict',
  'stock_insufficient',
  'stock_stale',
  'stock_counted_since',
];

/** Throws the one problem of a request whose lines go together, with the faults of all of them. */
export const requireNoFaults = (faults: readonly LineFault[]): void => {
  if (faults.length === 0) return;
  const code = RANK.find((candidate) => faults.some(({ status }) => status === candidate)) ?? 'rule_violated';
  throw new Problem(code, undefined, { faults: faults.map(({ status: _, line: __, ...fault }) => fault) });
};
