import { randomUUID } from 'node:crypto';
import { type Save, type Stored, saveActions } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { type Action, ConditionFailed, TRANSACTION_LIMIT } from '#shared/data/table/writer.ts';
import type { AuditEntry } from '#shared/domain/audit/audit-entry.ts';
import { newId } from '#shared/platform/ids.ts';
import { IDEMPOTENCY_KEPT_SECONDS } from '#shared/platform/limits.ts';
import type { Context } from './context.ts';

/** Another write came between reading and writing: the verb is run again and judges the new state. */
export class WriteRace extends Error {}

/** A request with the same idempotency key has been answered meanwhile: its answer is to be given again. */
export class AlreadyAnswered extends Error {}

const IDEMPOTENCY_GUARD = 'idempotency';

/** A kept answer: what the verb returned, or the problem it ended in, as JSON text. */
export const keepAnswer = (context: Context, answer: string): Action[] => {
  if (!context.idempotency) return [];
  const { key, fingerprint } = context.idempotency;
  const now = Math.floor(context.now.getTime() / 1000);
  return [
    {
      kind: 'put',
      item: {
        pk: { S: key.pk },
        sk: { S: key.sk },
        fingerprint: { S: fingerprint },
        answer: { S: answer },
        expiresAt: { N: String(now + IDEMPOTENCY_KEPT_SECONDS) },
      },
      condition: { expression: 'attribute_not_exists(pk) OR expiresAt < :now', values: { ':now': { N: String(now) } } },
      guard: IDEMPOTENCY_GUARD,
    },
  ];
};

/** What a verb did: the part of an audit entry that the context does not know. */
export type Deed = Pick<AuditEntry, 'subject' | 'action'> & {
  [K in 'reason' | 'from' | 'to' | 'changed' | 'product' | 'member' | 'outcome']?: AuditEntry[K] | undefined;
};

/** The deed of a verb that took a document from one state to the next, or made it. */
export const deedOf = (
  before: Stored<{ status: string }> | undefined,
  after: { id: string; status: string },
  told: Omit<Deed, 'subject' | 'from' | 'to'>,
): Deed => ({
  subject: after.id,
  action: told.action,
  from: before?.value.status,
  to: after.status,
  reason: told.reason,
  changed: told.changed,
  member: told.member,
});

const auditActions = (context: Context, deeds: readonly Deed[]): Action[] =>
  deeds.map((deed) => {
    const id = newId('audit', context.now);
    const at = context.now.toISOString();
    const entry = { id, at, actor: context.caller.subject, requestId: context.requestId, ...deed };
    const { pk, sk } = keys.audit(deed.subject, at, id);
    // JSON leaves out what is undefined.
    return { kind: 'put', item: { pk: { S: pk }, sk: { S: sk }, entry: { S: JSON.stringify(entry) } } };
  });

// biome-ignore lint/suspicious/noExplicitAny: saves of several kinds of documents travel in one list.
type AnySave = Save<any>;

/**
 * The one way to write: a single transaction of the documents with their list rows, further conditions, the audit
 * entries, and the kept answer where the request carried an idempotency key. Returns `result`, which is what is kept.
 *
 * Throws `WriteRace` when a document has changed since it was read or a unique name is taken, `AlreadyAnswered` when the
 * key was used meanwhile; nothing is written then.
 */
export const commit = async <R>(
  context: Context,
  change: { saves: AnySave[]; also?: Action[]; deeds: readonly Deed[] },
  result: R,
): Promise<R> => {
  const actions = [
    ...change.saves.flatMap(saveActions),
    ...(change.also ?? []),
    ...auditActions(context, change.deeds),
    ...keepAnswer(context, JSON.stringify({ result: result ?? null })),
  ];
  if (actions.length === 0) return result;
  if (actions.length > TRANSACTION_LIMIT)
    throw new RangeError(`${actions.length} actions are too many for a transaction`);
  try {
    await context.writer.transact(actions, randomUUID());
    return result;
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    if (error.guards.includes(IDEMPOTENCY_GUARD)) throw new AlreadyAnswered('idempotency key used', { cause: error });
    throw new WriteRace(error.guards.join(' '), { cause: error });
  }
};
