import { salesPointKind } from '#shared/data/sales-points/sales-point-store.ts';
import type { Stored } from '#shared/data/table/document.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import { type WorkingSalesPoint, workingSalesPoint } from '#shared/domain/sales-points/sales-point-views.ts';
import { type AuditEvent, auditEventOf, commit } from '#shared/services/kernel/commit.ts';
import type { Context, ReadContext, Working } from '#shared/services/kernel/context.ts';

/** The working copy of a stored sales point. */
export const workingCopy = (
  context: Pick<ReadContext, 'now'>,
  { value, version }: Stored<SalesPoint>,
): Working<WorkingSalesPoint> => ({ body: workingSalesPoint(value, context.now), version });

/**
 * Writes a new sales point (without `before`) or a change of one, with its audit event; returns the new working copy.
 * Every write of a sales point uses this function.
 */
export const saveSalesPoint = async (
  context: Context,
  before: Stored<SalesPoint> | undefined,
  after: SalesPoint,
  details: Omit<AuditEvent, 'subject' | 'from' | 'to'> & { also?: Action[] },
): Promise<Working<WorkingSalesPoint>> =>
  commit(
    context,
    {
      saves: [{ kind: salesPointKind, before, after }],
      also: details.also ?? [],
      auditEvents: [auditEventOf(before, after, details)],
    },
    workingCopy(context, { value: after, version: (before?.version ?? 0) + 1 }),
  );
