import { loadEventAsOfficer } from '#shared/services/access/office.ts';
import { workingCopy } from '#shared/services/events/internal/save-event.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** The working copy of an event for its officers. */
export const getOwnEvent = async (context: Context, id: string) =>
  workingCopy(context, await loadEventAsOfficer(context, id));
