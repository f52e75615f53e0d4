import { expect } from 'vitest';
import { type Api, OFFICER, type Reply } from './api.ts';
import type { Case, Scene } from './case.ts';

let named = 0;

/** A valid draft of a fair in Ninh Bình, open to products with three stars. */
export const eventInput = (over: object = {}) => ({
  kind: 'fair',
  title: 'Hội chợ OCOP Hoa Lư',
  titleEn: 'Hoa Lư OCOP fair',
  legalBasis: { number: '12/KH-UBND', date: '2026-10-01' },
  office: 'off_37',
  provinces: ['37'],
  venue: { name: 'Quảng trường Đinh Tiên Hoàng Đế', commune: '14329', lat: 20.261, lng: 105.965 },
  startDate: '2026-12-10',
  endDate: '2026-12-12',
  registration: { from: '2026-11-01', to: '2026-12-05', capacity: 40, minStars: 3 },
  booths: [{ id: 'A1', widthMetres: 3, depthMetres: 3 }],
  ...over,
});

type Made = { id: string; etag: string };

const done = (reply: Reply, status: number): Made => {
  expect(reply.status, reply.text).toBe(status);
  return { id: reply.body.id, etag: reply.headers.etag ?? '' };
};

/** An event as a draft; its id and ETag. */
export const draftedEvent = async (api: Api, over: object = {}, as = OFFICER): Promise<Made> => {
  named += 1;
  const body = eventInput({ title: `Hội chợ ${named}`, ...over });
  return done(await api.ask('POST', '/v1/events', { as, body }), 201);
};

/** A named action on an event with the ETag it needs. */
export const actOnEvent = async (
  api: Api,
  { id, etag }: Made,
  action: 'publish' | 'cancel',
  as = OFFICER,
): Promise<Made> =>
  done(
    await api.ask('POST', `/v1/events/${id}/${action}`, {
      as,
      headers: { 'if-match': etag },
      ...(action === 'cancel' ? { body: { reason: 'Bão số 9' } } : {}),
    }),
    200,
  );

/** An announced event; its id and ETag. */
export const publishedEvent = async (api: Api, over: object = {}, as = OFFICER): Promise<Made> =>
  actOnEvent(api, await draftedEvent(api, over, as), 'publish', as);

/** An event that was announced and called off. */
export const cancelledEvent = async (api: Api, over: object = {}): Promise<Made> =>
  actOnEvent(api, await publishedEvent(api, over), 'cancel');

type State = [name: string, known: boolean, make: (api: Api) => Promise<Made>];
const DRAFT: State = ['a draft of an event', false, draftedEvent];
const ANNOUNCED: State = ['an announced event', true, publishedEvent];
const CANCELLED: State = ['a cancelled event', true, cancelledEvent];

const onEvent = (states: State[], path: (id: string) => string, body?: object): Scene[] =>
  states.map(([name, known, make]) => ({
    name,
    known,
    set: async (api) => {
      const { id, etag } = await make(api);
      return { path: path(id), as: OFFICER, etag, ...(body === undefined ? {} : { body }) };
    },
  }));

/** What was done to events, as their officers read it. */
export const auditedEvents: Scene[] = ([ANNOUNCED, CANCELLED] as const).map(([name, known, make]) => ({
  name,
  known,
  set: async (api) => ({ path: '/v1/audit', query: { subject: (await make(api)).id }, as: OFFICER }),
}));

/** How to ask the routes of events rightly. */
export const eventCases: Record<string, Case> = {
  createEvent: {
    audience: 'officers',
    scenes: [
      { name: 'a new event', known: true, set: async () => ({ path: '/v1/events', as: OFFICER, body: eventInput() }) },
    ],
  },
  editEvent: {
    audience: 'organisers',
    scenes: onEvent([DRAFT, ANNOUNCED], (id) => `/v1/events/${id}`, { audience: 'Chủ thể OCOP trong tỉnh' }),
  },
  publishEvent: { audience: 'organisers', scenes: onEvent([DRAFT], (id) => `/v1/events/${id}/publish`) },
  cancelEvent: {
    audience: 'organisers',
    scenes: onEvent([DRAFT, ANNOUNCED], (id) => `/v1/events/${id}/cancel`, { reason: 'Bão số 9' }),
  },
  getOwnEvent: {
    audience: 'organisers',
    scenes: onEvent([DRAFT, ANNOUNCED, CANCELLED], (id) => `/v1/me/events/${id}`),
  },
  listOwnEvents: {
    audience: 'any officer',
    scenes: [
      {
        name: "my office's events",
        known: true,
        set: async (api) => {
          await draftedEvent(api);
          return { path: '/v1/me/events', as: OFFICER };
        },
      },
    ],
  },
};
