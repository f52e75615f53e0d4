import { loadEventHead } from '#shared/data/events/event-store.ts';
import {
  registrationActions,
  registrationKind,
  registrationsOfProduct,
} from '#shared/data/registrations/registration-store.ts';
import { loadDocument, type Stored } from '#shared/data/table/document.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { statusOn } from '#shared/domain/events/event.ts';
import { isPublic, type Product } from '#shared/domain/products/product.ts';
import { type BarCause, follow, type Registration } from '#shared/domain/registrations/registration.ts';
import { type AuditEvent, commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** Maximum number of registrations in the transaction that hides or shows their product. */
const IN_ONE_TRANSACTION = 20;

type Change = { before: Stored<Registration>; after: Registration };

const causeOf = ({ producer }: Product): BarCause =>
  producer.visible ? 'product_not_public' : 'producer_not_verified';

/** Passes of events that are over or cancelled are never valid, so they need no update. */
const isAhead = async ({ reader, today }: Context, event: string): Promise<boolean> => {
  const head = await loadEventHead(reader, event);
  return head !== undefined && ['published', 'ongoing'].includes(statusOn(head, today));
};

const auditEventOf = ({ after }: Change): AuditEvent => ({
  subject: after.id,
  action: after.barred?.until === null ? 'registration.bar' : 'registration.unbar',
  reason: after.barred?.cause,
});

/**
 * The actions that make registrations follow their product's visibility, in the transaction that hides or shows the
 * product: while it is hidden their passes are not valid. None if the visibility does not change, or if the product was
 * never public. Registrations beyond the limit of the transaction are written before it.
 */
export const registrationsFollow = async (
  context: Context,
  before: Product,
  after: Product,
): Promise<{ also: Action[]; auditEvents: AuditEvent[] }> => {
  if (before.face === null || isPublic(before) === isPublic(after)) return { also: [], auditEvents: [] };
  const { live, noneAdded } = await registrationsOfProduct(context.reader, after);
  const cause = isPublic(after) ? null : causeOf(after);
  const changes: Change[] = [];
  for (const { id, event } of live) {
    if (!(await isAhead(context, event))) continue;
    const stored = await loadDocument(context.reader, registrationKind, id, { consistent: true });
    if (!stored) continue;
    const changed = follow(stored.value, cause, context.now.toISOString());
    if (changed !== stored.value) changes.push({ before: stored, after: changed });
  }
  const aside: Context = { ...context, expected: undefined, idempotency: undefined };
  for (const change of changes.splice(0, Math.max(0, changes.length - IN_ONE_TRANSACTION)))
    await commit(
      aside,
      { saves: [], also: registrationActions(change.before, change.after), auditEvents: [auditEventOf(change)] },
      null,
    );
  return {
    also: [noneAdded, ...changes.flatMap((change) => registrationActions(change.before, change.after))],
    auditEvents: changes.map(auditEventOf),
  };
};
