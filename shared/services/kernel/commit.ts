import { randomUUID } from 'node:crypto';
import { auditAction } from '#shared/data/audit/audit-store.ts';
import { IDEMPOTENCY_GUARD, recordAction } from '#shared/data/idempotency/idempotency-store.ts';
import { type Save, type Stored, saveActions } from '#shared/data/table/document.ts';
import { ConditionFailed, TRANSACTION_LIMIT } from '#shared/data/table/transaction.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { AuditEntry } from '#shared/domain/audit/audit-entry.ts';
import { newId } from '#shared/platform/ids.ts';
import { IDEMPOTENCY_TTL_SECONDS } from '#shared/platform/limits.ts';
import type { Context } from './context.ts';

/** Another write happened between reading and writing; the verb runs again on the new state. */
export class ConcurrentWriteError extends Error {}

/** A request with the same idempotency key was completed meanwhile; its response is replayed. */
export class IdempotencyKeyUsedError extends Error {}

/** The actions that record the outcome of a request, a result or a problem, as JSON text. */
export const recordOutcome = ({ idempotency, now }: Pick<Context, 'idempotency' | 'now'>, outcome: string): Action[] =>
  idempotency ? [recordAction(idempotency, outcome, { now, ttlSeconds: IDEMPOTENCY_TTL_SECONDS })] : [];

/** An audit event without the fields from the context: actor, instant, request. */
export type AuditEvent = Pick<AuditEntry, 'subject' | 'action'> & {
  [K in 'reason' | 'from' | 'to' | 'changed' | 'product' | 'member' | 'outcome']?: AuditEntry[K] | undefined;
};

/** The audit event of a verb that changed or created a document. */
export const auditEventOf = (
  before: Stored<{ status: string }> | undefined,
  after: { id: string; status: string },
  details: Omit<AuditEvent, 'subject' | 'from' | 'to'>,
): AuditEvent => ({
  subject: after.id,
  action: details.action,
  from: before?.value.status,
  to: after.status,
  reason: details.reason,
  changed: details.changed,
  member: details.member,
});

const auditActions = (context: Context, events: readonly AuditEvent[]): Action[] =>
  events.map((event) => {
    const at = context.now.toISOString();
    const id = newId('audit', context.now);
    // Undefined fields are left out of the stored text.
    return auditAction({ id, at, actor: context.caller.subject, requestId: context.requestId, ...event } as AuditEntry);
  });

// biome-ignore lint/suspicious/noExplicitAny: saves of several kinds of documents travel in one list.
type AnySave = Save<any>;

/**
 * The only way to write: one transaction of the documents with their list rows, further conditions, the audit events,
 * and the idempotency record if the request has a key. Returns `result`, which is also recorded. Throws
 * `ConcurrentWriteError` if a document has changed since it was read or a unique name is taken,
 * `IdempotencyKeyUsedError` if the key was used meanwhile; then nothing is written.
 */
export const commit = async <R>(
  context: Context,
  change: { saves: AnySave[]; also?: Action[]; auditEvents: readonly AuditEvent[] },
  result: R,
): Promise<R> => {
  const actions = [
    ...change.saves.flatMap(saveActions),
    ...(change.also ?? []),
    ...auditActions(context, change.auditEvents),
    ...recordOutcome(context, JSON.stringify({ result: result ?? null })),
  ];
  if (actions.length === 0) return result;
  if (actions.length > TRANSACTION_LIMIT)
    throw new RangeError(`${actions.length} actions are too many for a transaction`);
  try {
    await context.writer.transact(actions, randomUUID());
    return result;
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    if (error.guards.includes(IDEMPOTENCY_GUARD))
      throw new IdempotencyKeyUsedError('idempotency key used', { cause: error });
    throw new ConcurrentWriteError(error.guards.join(' '), { cause: error });
  }
};
