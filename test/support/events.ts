import { randomUUID } from 'node:crypto';
import { eventKind } from '#shared/data/events/event-store.ts';
import { saveActions } from '#shared/data/table/document.ts';
import type { Event } from '#shared/domain/events/event.ts';
import { newId } from '#shared/platform/ids.ts';
import type { Api } from './api.ts';

/** An event of the Ninh Bình office, as it is stored: a fair that is announced and open to products with three stars. */
export const storedEvent = (api: Api, over: Partial<Event> = {}): Event => {
  const at = api.clock.now.toISOString();
  return {
    id: newId('event', api.clock.now),
    status: 'published',
    kind: 'fair',
    title: 'Hội chợ OCOP Hoa Lư',
    legalBasis: { number: '12/KH-UBND', date: '2026-10-01' },
    organizer: { office: 'off_37', name: 'Văn phòng Điều phối nông thôn mới Ninh Bình' },
    provinces: [{ code: '37', name: 'Ninh Bình' }],
    venue: { name: 'Phố cổ Hoa Lư' },
    stops: [],
    startDate: '2026-12-10',
    endDate: '2026-12-12',
    closedDates: [],
    registration: {
      audience: 'products',
      from: '2026-11-01',
      to: '2026-12-05',
      capacity: 40,
      minStars: 3,
      groups: null,
      provinces: null,
      approval: false,
    },
    booths: [],
    alcoholBasis: null,
    sequence: 0,
    cancellation: null,
    createdAt: at,
    updatedAt: at,
    publishedAt: at,
    ...over,
  };
};

/** Puts an event into the table past the verbs, for tests that are about what happens at it. */
export const givenEvent = async (api: Api, over: Partial<Event> = {}): Promise<Event> => {
  const after = storedEvent(api, over);
  await api.context('system:test').writer.transact(saveActions({ kind: eventKind, after }), randomUUID());
  return after;
};
