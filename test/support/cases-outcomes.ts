import { expect } from 'vitest';
import type { Event } from '#shared/domain/events/event.ts';
import { type Api, OFFICER, OWNER, type Reply } from './api.ts';
import type { Case } from './case.ts';
import { givenEvent } from './events.ts';
import { verifiedProducer } from './journey.ts';

/** What a producer came to at an event. */
export const outcomeInput = (producer: string | undefined, over: object = {}) => ({
  ...(producer === undefined ? {} : { producer }),
  contracts: 2,
  contractsVnd: 350_000_000,
  memoranda: 1,
  turnoverVnd: 48_500_000,
  visitors: 900,
  note: 'Ký với hai siêu thị.',
  ...over,
});

/** An event that goes on on the day of the tests, and stops at producers: so they take part. */
export const ongoingEvent = (api: Api, producers: readonly string[], over: Partial<Event> = {}): Promise<Event> =>
  givenEvent(api, {
    startDate: '2026-11-22',
    endDate: '2026-11-25',
    stops: producers.map((producer) => ({ name: 'Xưởng của chủ thể', producer })),
    ...over,
  });

/** Reports what came of an event. */
export const report = (api: Api, event: string, body: object, as = OFFICER): Promise<Reply> =>
  api.ask('POST', `/v1/events/${event}/outcomes`, { as, body });

let made = 0;
const reported = async (api: Api): Promise<string> => {
  made += 1;
  const producer = await verifiedProducer(api, { name: `Chủ thể báo cáo ${made}` });
  const { id } = await ongoingEvent(api, [producer]);
  const reply = await report(api, id, outcomeInput(producer), OWNER);
  expect(reply.status, reply.text).toBe(200);
  return id;
};

/** How to ask the routes of what came of events rightly. */
export const outcomeCases: Record<string, Case> = {
  reportOutcome: {
    audience: 'members and officers',
    scenes: [
      {
        name: 'an event that goes on',
        known: true,
        set: async (api) => {
          made += 1;
          const producer = await verifiedProducer(api, { name: `Chủ thể báo cáo ${made}` });
          const { id } = await ongoingEvent(api, [producer]);
          return { path: `/v1/events/${id}/outcomes`, as: OWNER, body: outcomeInput(producer) };
        },
      },
    ],
  },
  listOutcomes: {
    audience: 'members and officers',
    scenes: [
      {
        name: 'an event that was reported of',
        known: true,
        set: async (api) => ({ path: `/v1/events/${await reported(api)}/outcomes`, as: OWNER }),
      },
    ],
  },
  getEventReport: {
    audience: 'officers',
    scenes: [
      {
        name: 'an event that was reported of',
        known: true,
        set: async (api) => ({ path: `/v1/events/${await reported(api)}/report`, as: OFFICER }),
      },
    ],
  },
  getYearReport: {
    audience: 'any officer',
    scenes: [
      {
        name: 'the events of a year',
        known: true,
        set: async (api) => {
          await reported(api);
          return { path: '/v1/reports/events', as: OFFICER, query: { year: '2026' } };
        },
      },
    ],
  },
};
