import { expect } from 'vitest';
import type { Event } from '#shared/domain/events/event.ts';
import { type Api, type Ask, OFFICER, OWNER, type Reply } from './api.ts';
import { givenEvent } from './events.ts';
import { certified, publishedProduct, verifiedProducer } from './journey.ts';

let named = 0;
const fresh = (base: string): string => {
  named += 1;
  return `${base} ${named}`;
};

/** A published product with four stars until 2028-08-01, of a producer of its own. */
export const starredProduct = async (
  api: Api,
  over: { product?: object; certificate?: object; producer?: object } = {},
): Promise<{ product: string; producer: string; certificate: string }> => {
  const producer = await verifiedProducer(api, { name: fresh('Chủ thể dự hội chợ'), ...over.producer });
  const { id: product } = await publishedProduct(api, producer, {
    name: fresh('Sản phẩm dự hội chợ'),
    ...over.product,
  });
  const { id: certificate } = await certified(api, product, { number: fresh('GCN'), ...over.certificate });
  return { product, producer, certificate };
};

type Rules = NonNullable<Event['registration']>;

/** What an event asks of who registers; products with three stars, forty places. */
export const rules = (over: Partial<Rules> = {}): Rules => ({
  audience: 'products',
  from: '2026-11-01',
  to: '2026-12-05',
  capacity: 40,
  minStars: 3,
  groups: null,
  provinces: null,
  approval: false,
  ...over,
});

const BOOTHS: Event['booths'] = ['A1', 'A2', 'A3'].map((id) => ({ id, widthMetres: 3, depthMetres: 3 }));

/** A fair with three booths that products register for. */
export const fair = (api: Api, over: Partial<Rules> = {}, event: Partial<Event> = {}): Promise<Event> =>
  givenEvent(api, { registration: rules(over), booths: BOOTHS, ...event });

/** A class that people register for. */
export const trainingClass = (api: Api, over: Partial<Rules> = {}, event: Partial<Event> = {}): Promise<Event> =>
  givenEvent(api, {
    kind: 'training-class',
    title: 'Lớp tập huấn OCOP',
    registration: rules({ audience: 'people', minStars: null, ...over }),
    booths: BOOTHS,
    ...event,
  });

export const askToRegister = (api: Api, event: string, body: object, over: Ask = {}): Promise<Reply> =>
  api.ask('POST', `/v1/events/${event}/registrations`, { as: OWNER, body, ...over });

/** Registers a person under a subject of its own; returns the registration. */
export const personRegistered = async (api: Api, event: string, as: string, over: object = {}) => {
  const reply = await askToRegister(api, event, { name: `Học viên ${as}`, ...over }, { as });
  expect(reply.status, reply.text).toBe(201);
  return reply.body;
};

/** Registers a product; returns the registration. */
export const productRegistered = async (api: Api, event: string, product: string) => {
  const reply = await askToRegister(api, event, { product });
  expect(reply.status, reply.text).toBe(201);
  return reply.body;
};

export const registrationNow = async (api: Api, id: string, as = OFFICER) => {
  const reply = await api.ask('GET', `/v1/registrations/${id}`, { as });
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
};

export const passOf = async (api: Api, id: string, as = OFFICER): Promise<string> => {
  const reply = await api.ask('GET', `/v1/registrations/${id}/pass`, { as });
  expect(reply.status, reply.text).toBe(200);
  return reply.body.pass;
};

/** Every registration of an event in the order of tickets, as its officers see it. */
export const registrationsOf = async (api: Api, event: string) => {
  // biome-ignore lint/suspicious/noExplicitAny: rows of answers, compared with what tests expect.
  const items: any[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const query = { limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const reply = await api.ask('GET', `/v1/events/${event}/registrations`, { as: OFFICER, query });
    expect(reply.status, reply.text).toBe(200);
    items.push(...reply.body.items);
    cursor = reply.body.next;
    more = cursor !== undefined;
  }
  return items;
};
