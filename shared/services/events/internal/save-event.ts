import { eventKind } from '#shared/data/events/event-store.ts';
import type { Stored } from '#shared/data/table/document.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { Event } from '#shared/domain/events/event.ts';
import { type WorkingEvent, workingEvent } from '#shared/domain/events/event-views.ts';
import { type AuditEvent, auditEventOf, commit } from '#shared/services/kernel/commit.ts';
import type { Context, ReadContext, Working } from '#shared/services/kernel/context.ts';

/** The working copy of a stored event. */
export const workingCopy = (
  { today }: Pick<ReadContext, 'today'>,
  { value, version }: Stored<Event>,
): Working<WorkingEvent> => ({ body: workingEvent(value, today), version });

/**
 * Writes a new event (without `before`) or a change of one, with its audit event and further actions; returns the new
 * working copy. Every write of an event uses this function.
 */
export const saveEvent = (
  context: Context,
  before: Stored<Event> | undefined,
  after: Event,
  details: Omit<AuditEvent, 'subject' | 'from' | 'to'> & { also?: Action[] },
): Promise<Working<WorkingEvent>> =>
  commit(
    context,
    {
      saves: [{ kind: eventKind, before, after }],
      also: details.also ?? [],
      auditEvents: [auditEventOf(before, after, details)],
    },
    workingCopy(context, { value: after, version: (before?.version ?? 0) + 1 }),
  );
