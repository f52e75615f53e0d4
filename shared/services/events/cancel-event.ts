import { cancel, EVENT_TRANSITIONS, requireEventState } from '#shared/domain/events/event-transitions.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadEventAsOfficer } from '#shared/services/access/office.ts';
import { saveEvent } from '#shared/services/events/internal/save-event.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** Cancels an event; an announced one stays visible as cancelled. */
export const cancelEvent = async (context: Context, id: string, reason: string) => {
  const stored = await loadEventAsOfficer(context, id);
  requireExpected(context, stored);
  requireEventState(stored.value, context.today, EVENT_TRANSITIONS.cancel);
  const cancelled = cancel(stored.value, attributionOf(context, reason));
  return saveEvent(context, stored, cancelled, { action: 'event.cancel', reason });
};
