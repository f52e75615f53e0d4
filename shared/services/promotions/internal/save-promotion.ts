import { promotionKind } from '#shared/data/promotions/promotion-store.ts';
import type { Stored } from '#shared/data/table/document.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { Promotion } from '#shared/domain/promotions/promotion.ts';
import { type WorkingPromotion, workingPromotion } from '#shared/domain/promotions/promotion-views.ts';
import { type AuditEvent, auditEventOf, commit } from '#shared/services/kernel/commit.ts';
import type { Context, Working } from '#shared/services/kernel/context.ts';
import type { Sides } from './promotion-access.ts';

/** The working copy of a stored promotion. */
export const workingCopy = (
  context: Pick<Context, 'now'>,
  { value, version }: Stored<Promotion>,
  { event, product }: Sides,
): Working<WorkingPromotion> => ({
  body: workingPromotion(value, event.value, product.value, context.now),
  version,
});

/** Writes a new promotion (without `before`) or a change of one, with its audit event. */
export const savePromotion = async (
  context: Context,
  before: Stored<Promotion> | undefined,
  after: Promotion,
  sides: Sides,
  { also = [], ...details }: Omit<AuditEvent, 'subject' | 'from' | 'to'> & { also?: Action[] },
): Promise<Working<WorkingPromotion>> =>
  commit(
    context,
    { saves: [{ kind: promotionKind, before, after }], also, auditEvents: [auditEventOf(before, after, details)] },
    workingCopy(context, { value: after, version: (before?.version ?? 0) + 1 }, sides),
  );
