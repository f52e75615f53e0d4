import type { Stored } from '../../data/document.ts';
import { salesPointKind } from '../../data/sales-point-kind.ts';
import type { Action } from '../../data/writer.ts';
import type { SalesPoint } from '../../domain/sales-points/sales-point.ts';
import { type WorkingSalesPoint, workingSalesPoint } from '../../domain/sales-points/sales-point-views.ts';
import { commit, type Deed, deedOf } from '../commit.ts';
import type { Context, ReadContext, Working } from '../context.ts';

/** The working copy of a stored sales point. */
export const workingCopy = (
  context: Pick<ReadContext, 'now'>,
  { value, version }: Stored<SalesPoint>,
): Working<WorkingSalesPoint> => ({ body: workingSalesPoint(value, context.now), version });

/**
 * Writes a sales point that is new (without `before`) or a decided change of one, with its audit entry; returns the new
 * working copy. Every write of a sales point passes here.
 */
export const saveSalesPoint = async (
  context: Context,
  before: Stored<SalesPoint> | undefined,
  after: SalesPoint,
  told: Omit<Deed, 'subject' | 'from' | 'to'> & { also?: Action[] },
): Promise<Working<WorkingSalesPoint>> =>
  commit(
    context,
    {
      saves: [{ kind: salesPointKind, before, after }],
      also: told.also ?? [],
      deeds: [deedOf(before, after, told)],
    },
    workingCopy(context, { value: after, version: (before?.version ?? 0) + 1 }),
  );
