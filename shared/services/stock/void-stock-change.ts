import { findLine } from '#shared/data/stock/ledger-store.ts';
import * as messages from '#shared/domain/stock/messages.ts';
import { isId } from '#shared/platform/ids.ts';
import { notFound, Problem } from '#shared/platform/problem.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { applyBatch, type BatchResult, transactionsOf } from '#shared/services/stock/internal/apply-batch.ts';
import { loadPointOfMember } from '#shared/services/stock/internal/stock-access.ts';

const VOIDABLE: ReadonlySet<string> = new Set(['receive', 'sell', 'return', 'waste']);

const conflict = (detail: typeof messages.lineNotVoidable): Problem => new Problem('state_conflict', detail);

/**
 * Takes back the effect of a line within 24 hours of its arrival: a line of its own restores the quantity of each lot. 409 if
 * the goods were counted after it, if they are no longer there, or if it is voided already.
 */
export const voidStockChange = async (
  context: Context,
  { salesPoint, change }: { salesPoint: string; change: string },
  reason: string | undefined,
): Promise<BatchResult> => {
  const from = await loadPointOfMember(context, salesPoint);
  const found = isId('stockChange', change)
    ? await findLine(context.reader, from.value.id, change, context.now)
    : undefined;
  if (!found) throw notFound();
  const { kind, product, quantity, lot, useBy, ageUnknown, occurredAt, unit, lots, applied } = found.line;
  if (!VOIDABLE.has(kind)) throw conflict(messages.lineNotVoidable);
  if (!applied) throw conflict(messages.lineWithoutEffect);
  const parts = lots.map((part) => ({ ...part, quantity: -part.quantity }));
  const voiding = {
    ...{ line: 0, kind: 'void' as const, product, quantity, lot, useBy, ageUnknown, occurredAt, unit, reason, parts },
    ...{ voids: change, voidedAt: found.entry.at },
  };
  try {
    return await applyBatch(context, transactionsOf('atomic', [voiding], { from, isOwn: true }));
  } catch (error) {
    // The faults of the one line are about the line in the path.
    if (error instanceof Problem && error.faults[0]) throw new Problem(error.code, error.faults[0].detail);
    throw error;
  }
};
