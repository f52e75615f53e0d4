import {
  EVENT_TRANSITIONS,
  publish,
  publishingFaults,
  requireEventState,
} from '#shared/domain/events/event-transitions.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadEventAsOfficer } from '#shared/services/access/office.ts';
import { stopReferenceFaults } from '#shared/services/events/internal/resolve-event.ts';
import { saveEvent } from '#shared/services/events/internal/save-event.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';

/** Announces a draft. */
export const publishEvent = async (context: Context, id: string, reason?: string) => {
  const stored = await loadEventAsOfficer(context, id);
  requireExpected(context, stored);
  requireEventState(stored.value, context.today, EVENT_TRANSITIONS.publish);
  requireRules([...publishingFaults(stored.value), ...(await stopReferenceFaults(context, stored.value))]);
  const published = publish(stored.value, attributionOf(context));
  return saveEvent(context, stored, published, { action: 'event.publish', reason });
};
