import { cancel, EVENT_TRANSITIONS, requireState } from '../../domain/events/event-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadEventAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { saveEvent } from './save-event.ts';

/** Calls an event off; an announced one stays visible as cancelled. */
export const cancelEvent = async (context: Context, id: string, reason: string) => {
  const stored = await loadEventAsOfficer(context, id);
  requireExpected(context, stored);
  requireState(stored.value, context.today, EVENT_TRANSITIONS.cancel);
  const cancelled = cancel(stored.value, { at: context.now.toISOString(), by: context.caller.subject, reason });
  return saveEvent(context, stored, cancelled, { action: 'event.cancel', reason });
};
