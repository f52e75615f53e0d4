import { EVENT_TRANSITIONS, publish, publishingFaults, requireState } from '../../domain/events/event-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadEventAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { requireRules } from '../rules.ts';
import { stopReferenceFaults } from './resolve-event.ts';
import { saveEvent } from './save-event.ts';

/** Announces a draft. */
export const publishEvent = async (context: Context, id: string, reason?: string) => {
  const stored = await loadEventAsOfficer(context, id);
  requireExpected(context, stored);
  requireState(stored.value, context.today, EVENT_TRANSITIONS.publish);
  requireRules([...publishingFaults(stored.value), ...(await stopReferenceFaults(context, stored.value))]);
  const published = publish(stored.value, { at: context.now.toISOString(), by: context.caller.subject });
  return saveEvent(context, stored, published, { action: 'event.publish', reason });
};
