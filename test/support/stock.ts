import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type Api, type Ask, OWNER, type Reply } from './api.ts';
import { activeSalesPoint, publishedProduct, verifiedProducer } from './journey.ts';

/** The people behind the counter of the tests. */
export const POINT_MEMBER = 'keeper-a';
export const OTHER_POINT_MEMBER = 'keeper-b';

let made = 0;
const fresh = (base: string): string => {
  made += 1;
  return `${base} ${made}`;
};

/** An active sales point in the hands of a keeper; its id. */
export const stockedPoint = async (api: Api, member = POINT_MEMBER, over: object = {}): Promise<string> =>
  (await activeSalesPoint(api, { name: fresh('Điểm bán'), member, ...over })).id;

/** A published product of a new producer; its id. */
export const soldProduct = async (api: Api, over: object = {}, owner = OWNER): Promise<string> => {
  const producer = await verifiedProducer(api, { name: fresh('Chủ thể') }, owner);
  return (await publishedProduct(api, producer, { name: fresh('Sản phẩm'), ...over }, owner)).id;
};

/** Published products of one new producer; their ids. */
export const soldProducts = async (api: Api, count: number, over: object = {}): Promise<string[]> => {
  const producer = await verifiedProducer(api, { name: fresh('Chủ thể') });
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1)
    ids.push((await publishedProduct(api, producer, { name: fresh('Sản phẩm'), ...over })).id);
  return ids;
};

export type Line = { product: string; kind?: string; quantity: string } & Record<string, unknown>;

const keyed = (key: string | undefined): Pick<Ask, 'headers'> => ({
  headers: { 'idempotency-key': key ?? `key-${randomUUID()}` },
});

/** Sends as a phone does: while the service is busy (503), again with the same key. */
export const untilDecided = async (send: (key: string) => Promise<Reply>): Promise<Reply> => {
  const key = randomUUID();
  let reply: Reply;
  do reply = await send(key);
  while (reply.status === 503);
  return reply;
};

/** Sends lines to a point, each with the clock's instant unless it says otherwise. */
export const report = (
  api: Api,
  point: string,
  lines: Line[],
  { as = POINT_MEMBER, mode = 'atomic', key }: { as?: string; mode?: 'each' | 'atomic'; key?: string } = {},
): Promise<Reply> =>
  api.ask('POST', `/v1/sales-points/${point}/stock-changes`, {
    as,
    ...keyed(key),
    body: { mode, lines: lines.map((line) => ({ occurredAt: api.clock.now.toISOString(), ...line })) },
  });

/** Moves goods from one point to another. */
export const transfer = (
  api: Api,
  from: string,
  to: string,
  lines: Line[],
  { as = POINT_MEMBER, mode, key }: { as?: string; mode?: 'each' | 'atomic'; key?: string } = {},
): Promise<Reply> =>
  api.ask('POST', '/v1/stock-transfers', {
    as,
    ...keyed(key),
    body: { from, to, ...(mode ? { mode } : {}), lines },
  });

/** One report that has to be taken. */
export const reported = async (
  api: Api,
  point: string,
  kind: string,
  product: string,
  quantity: string,
  more: Record<string, unknown> & { as?: string } = {},
): Promise<Reply> => {
  const { as = POINT_MEMBER, ...line } = more;
  const reply = await report(api, point, [{ kind, product, quantity, ...line }], { as });
  expect(reply.status, reply.text).toBe(200);
  return reply;
};

type Level = {
  product: string;
  quantity: string;
  lots: { lot: string | null; useBy: string | null; quantity: string }[];
};

/** The exact levels of a point, as its keeper reads them. */
export const levels = async (
  api: Api,
  point: string,
  as = POINT_MEMBER,
): Promise<(Level & Record<string, unknown>)[]> => {
  const reply = await api.ask('GET', `/v1/me/sales-points/${point}/stock`, { as, query: { limit: 100 } });
  expect(reply.status, reply.text).toBe(200);
  return reply.body.items;
};

/** What a point has of a product, as its keeper reads it; undefined where it has never had any. */
export const level = async (api: Api, point: string, product: string, as = POINT_MEMBER) =>
  (await levels(api, point, as)).find((one) => one.product === product);

/** The quantity of a product at a point; '0' where it has never had any. */
export const quantityAt = async (api: Api, point: string, product: string, as = POINT_MEMBER): Promise<string> =>
  (await level(api, point, product, as))?.quantity ?? '0';

/** The whole ledger of a point, oldest line first. */
export const ledger = async (api: Api, point: string, as = POINT_MEMBER) => {
  const lines: Record<string, unknown>[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const reply = await api.ask('GET', `/v1/sales-points/${point}/stock-changes`, {
      as,
      query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) },
    });
    expect(reply.status, reply.text).toBe(200);
    lines.push(...reply.body.items);
    cursor = reply.body.next;
    more = cursor !== undefined;
  }
  return lines.reverse();
};
