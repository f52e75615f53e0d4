import { eventKind } from '#shared/data/events/event-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import { type Event, isAnnounced } from '#shared/domain/events/event.ts';
import { publicEvent } from '#shared/domain/events/event-views.ts';
import { isId } from '#shared/platform/ids.ts';
import { notFound } from '#shared/platform/problem.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';

/** Loads an announced or cancelled event; 404 for drafts and unknown ids. */
export const loadPublicEvent = async (context: ReadContext, id: string): Promise<Event> => {
  if (!isId('event', id)) throw notFound();
  const stored = await loadDocument(context.reader, eventKind, id, { consistent: false });
  if (!stored || !isAnnounced(stored.value)) throw notFound();
  return stored.value;
};

/** The public view of an announced event. */
export const getPublicEvent = async (context: ReadContext, id: string) =>
  publicEvent(await loadPublicEvent(context, id), context.today);
