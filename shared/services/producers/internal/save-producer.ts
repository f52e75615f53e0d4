import { producerKind } from '#shared/data/producers/producer-store.ts';
import type { Stored } from '#shared/data/table/document.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { Producer } from '#shared/domain/producers/producer.ts';
import { type WorkingProducer, workingProducer } from '#shared/domain/producers/producer-views.ts';
import { type AuditEvent, auditEventOf, commit } from '#shared/services/kernel/commit.ts';
import type { Context, Working } from '#shared/services/kernel/context.ts';

/** The working copy of a stored producer. */
export const workingCopy = ({ value, version }: Stored<Producer>): Working<WorkingProducer> => ({
  body: workingProducer(value),
  version,
});

/** Writes a change of a producer with its audit event; returns the stored version. */
export const saveProducer = async (
  context: Context,
  before: Stored<Producer>,
  after: Producer,
  details: Omit<AuditEvent, 'subject' | 'from' | 'to'> & { also?: Action[] },
): Promise<Stored<Producer>> => {
  const stored = { value: after, version: before.version + 1 };
  await commit(
    context,
    {
      saves: [{ kind: producerKind, before, after }],
      also: details.also ?? [],
      auditEvents: [auditEventOf(before, after, details)],
    },
    workingCopy(stored),
  );
  return stored;
};
