import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { productKind } from '#shared/data/products/product-store.ts';
import { registrationActions } from '#shared/data/registrations/registration-store.ts';
import { loadWaitlist, openActions, takeQueueNumber } from '#shared/data/registrations/waitlist-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import type { Event } from '#shared/domain/events/event.ts';
import type { Registration } from '#shared/domain/registrations/registration.ts';
import { newId } from '#shared/platform/ids.ts';
import { type Api, OFFICER, OWNER, type Reply } from './api.ts';
import type { Case, Scene } from './case.ts';
import { givenEvent } from './events.ts';
import { publishedProduct, verifiedProducer } from './journey.ts';

let named = 0;

/** A published product of a producer of its own; it costs 120,000 dong. */
export const pricedProduct = async (api: Api, over: object = {}) => {
  named += 1;
  const producer = await verifiedProducer(api, { name: `Chủ thể khuyến mại ${named}` });
  return { producer, ...(await publishedProduct(api, producer, { name: `Sản phẩm khuyến mại ${named}`, ...over })) };
};

/** Registers a product past the verbs, so that it takes part whatever its stars are and whether or not registration is open. */
export const enter = async (
  api: Api,
  { id: event }: Pick<Event, 'id'>,
  product: string,
  over: Partial<Registration> = {},
): Promise<Registration> => {
  const { reader, writer, now } = api.context('system:test');
  const stored = await loadDocument(reader, productKind, product, { consistent: true });
  if (!stored) throw new Error('no such product');
  if (!(await loadWaitlist(reader, event))) await writer.transact(openActions(event, 40, undefined), randomUUID());
  const taken = await takeQueueNumber(writer, event);
  if (!taken) throw new Error('no ticket');
  const { producer, content } = stored.value;
  const at = now.toISOString();
  const registration: Registration = {
    id: newId('registration', now),
    status: 'confirmed',
    event,
    ticket: taken.queueNumber,
    approval: false,
    subject: OWNER,
    product: { id: product, name: content.name },
    producer: { id: producer.id, name: producer.name },
    contact: { name: producer.name },
    booth: null,
    pass: 'none',
    ending: null,
    barred: null,
    createdAt: at,
    updatedAt: at,
    approvedAt: null,
    ...over,
  };
  await writer.transact(registrationActions(undefined, registration), randomUUID());
  return registration;
};

/** A fair of three days, the second of which is the day of the tests; the products are in and have the booths A1, A2. */
export const openFair = async (api: Api, over: Partial<Event> = {}, products: string[] = []): Promise<Event> => {
  const event = await givenEvent(api, {
    startDate: '2026-11-22',
    endDate: '2026-11-24',
    booths: ['A1', 'A2'].map((id) => ({ id, widthMetres: 3, depthMetres: 3 })),
    ...over,
  });
  for (const [index, product] of products.entries()) await enter(api, event, product, { booth: `A${index + 1}` });
  return event;
};

/** A promotion for all the time of the fair. */
export const promotionInput = (event: string, product: string, over: object = {}) => ({
  event,
  product,
  priceVnd: 99_000,
  from: '2026-11-22T00:00:00+07:00',
  to: '2026-11-25T00:00:00+07:00',
  ...over,
});

export const promote = (api: Api, body: object, as = OWNER): Promise<Reply> =>
  api.ask('POST', '/v1/promotions', { as, body });

type Made = { id: string; etag: string; product: string; producer: string; event: string };

/** A promotion of a product at a fair of its own. */
export const promotedAt = async (
  api: Api,
  product: string,
  over: { promotion?: object; event?: Partial<Event> } = {},
): Promise<Omit<Made, 'producer'>> => {
  const { id: event } = await openFair(api, over.event, [product]);
  const reply = await promote(api, promotionInput(event, product, over.promotion));
  expect(reply.status, reply.text).toBe(201);
  return { id: reply.body.id, etag: reply.headers.etag ?? '', product, event };
};

/** A promotion that runs on the day of the tests. */
export const promoted = async (
  api: Api,
  over: { promotion?: object; product?: object; event?: Partial<Event> } = {},
): Promise<Made> => {
  const { id: product, producer } = await pricedProduct(api, over.product);
  return { ...(await promotedAt(api, product, over)), producer };
};

/** The same, of a product that nobody outside may know of any more. */
const hidden = async (api: Api): Promise<Made> => {
  const made = await promoted(api);
  const body = { reason: 'Kiểm tra' };
  const reply = await api.ask('POST', `/v1/producers/${made.producer}/suspend`, { as: OFFICER, body });
  expect(reply.status, reply.text).toBe(200);
  return made;
};

const onPromotion = (path: (id: string) => string, body?: object): Scene[] =>
  (
    [
      ['a running promotion', true, promoted],
      ['a promotion of a hidden product', false, hidden],
    ] as const
  ).map(([name, known, make]) => ({
    name,
    known,
    set: async (api) => ({ path: path((await make(api)).id), as: OWNER, ...(body ? { body } : {}) }),
  }));

/** How to ask the routes of promotions rightly. */
export const promotionCases: Record<string, Case> = {
  createPromotion: {
    audience: 'members and officers',
    scenes: [
      {
        name: 'a published product at a fair',
        known: true,
        set: async (api) => {
          const { id: product } = await pricedProduct(api);
          const { id: event } = await openFair(api, {}, [product]);
          const body = promotionInput(event, product, { booths: ['A1'], limits: { total: '40', perBuyer: '2' } });
          return { path: '/v1/promotions', as: OWNER, body };
        },
      },
    ],
  },
  getOwnPromotion: { audience: 'members and officers', scenes: onPromotion((id) => `/v1/me/promotions/${id}`) },
  editPromotion: {
    audience: 'members and officers',
    scenes: [
      {
        name: 'a running promotion',
        known: true,
        set: async (api) => {
          const { id, etag } = await promoted(api);
          return { path: `/v1/promotions/${id}`, as: OWNER, etag, body: { priceVnd: 95_000, note: 'Hai ngày cuối.' } };
        },
      },
    ],
  },
  endPromotion: {
    audience: 'members and officers',
    scenes: onPromotion((id) => `/v1/promotions/${id}/end`, { reason: 'Hết hàng' }),
  },
  recordPromotionSale: {
    audience: 'members and officers',
    scenes: onPromotion((id) => `/v1/promotions/${id}/sales`, { quantity: '2' }),
  },
};
