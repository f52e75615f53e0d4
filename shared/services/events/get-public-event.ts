import { loadDocument } from '../../data/document.ts';
import { eventKind } from '../../data/event-kind.ts';
import { type Event, isAnnounced } from '../../domain/events/event.ts';
import { publicEvent } from '../../domain/events/event-views.ts';
import { isId } from '../../platform/ids.ts';
import { notFound } from '../../platform/problem.ts';
import type { ReadContext } from '../context.ts';

/** An announced event, also a cancelled one; 404 for drafts and what is not there. */
export const loadPublicEvent = async (context: ReadContext, id: string): Promise<Event> => {
  if (!isId('event', id)) throw notFound();
  const stored = await loadDocument(context.reader, eventKind, id, { consistent: false });
  if (!stored || !isAnnounced(stored.value)) throw notFound();
  return stored.value;
};

/** An announced event as anybody sees it. */
export const getPublicEvent = async (context: ReadContext, id: string) =>
  publicEvent(await loadPublicEvent(context, id), context.today);
