import { expect } from 'vitest';
import { type Api, OFFICER, OWNER, type Reply } from './api.ts';
import { reason } from './case.ts';
import {
  act,
  activeSalesPoint,
  actOnSalesPoint,
  certified,
  draft,
  producerInput,
  proposedSalesPoint,
  publishedProduct,
} from './journey.ts';

/** What must be in no public answer; the personal number in no answer at all. */
export const PERSONAL_NUMBER = '037199004321';
export const SECRETS = {
  phone: '912345678',
  taxCode: '0100100103',
  email: 'hokinhdoanh@example.vn',
  homeAddress: 'Ngõ nhà riêng 27',
};

let named = 0;
/** A name that no other scene of the process has, so that slugs do not collide. */
export const freshName = (base: string): string => {
  named += 1;
  return `${base} ${named}`;
};

/** A household with everything that must stay private. */
export const householdInput = (over: object = {}) =>
  producerInput({
    name: freshName('Hộ kinh doanh'),
    kind: 'household',
    personalNumber: PERSONAL_NUMBER,
    phone: `0${SECRETS.phone}`,
    taxCode: SECRETS.taxCode,
    email: SECRETS.email,
    addressLine: SECRETS.homeAddress,
    ...over,
  });

/** The reply of a step that has to succeed. */
export const done = (reply: Reply): Reply => {
  expect([200, 201, 204], reply.text).toContain(reply.status);
  return reply;
};

export const registered = async (api: Api): Promise<string> =>
  done(await api.ask('POST', '/v1/producers', { as: OWNER, body: householdInput() })).body.id;

export const verified = async (api: Api): Promise<string> => {
  const id = await registered(api);
  done(await api.ask('POST', `/v1/producers/${id}/verify`, { as: OFFICER }));
  return id;
};

export const suspend = async (api: Api, producer: string): Promise<void> => {
  done(await api.ask('POST', `/v1/producers/${producer}/suspend`, { as: OFFICER, body: { reason: 'Kiểm tra' } }));
};

export type Made = { id: string; etag: string; producer: string };

export const drafted = async (api: Api): Promise<Made> => {
  const producer = await verified(api);
  return { producer, ...(await draft(api, producer, { name: freshName('Sản phẩm') })) };
};

export const submitted = async (api: Api): Promise<Made> => {
  const made = await drafted(api);
  return { ...made, etag: await act(api, made.id, 'submit', made.etag) };
};

export const published = async (api: Api): Promise<Made> => {
  const producer = await verified(api);
  return { producer, ...(await publishedProduct(api, producer, { name: freshName('Sản phẩm') })) };
};

export const proposed = async (api: Api): Promise<Made> => {
  const made = await published(api);
  const reply = await api.ask('PATCH', `/v1/products/${made.id}`, {
    as: OWNER,
    headers: { 'if-match': made.etag },
    body: { description: 'Mô tả mới.' },
  });
  return { ...made, etag: done(reply).headers.etag ?? '' };
};

export const sentBack = async (api: Api): Promise<Made> => {
  const made = await proposed(api);
  return { ...made, etag: await act(api, made.id, 'request-changes', made.etag, OFFICER, { reason: 'Thiếu ảnh' }) };
};

export const suspended = async (api: Api): Promise<Made> => {
  const made = await published(api);
  return { ...made, etag: await act(api, made.id, 'suspend', made.etag, OFFICER, { reason: 'Hàng giả' }) };
};

export const archived = async (api: Api): Promise<Made> => {
  const made = await published(api);
  return { ...made, etag: await act(api, made.id, 'archive', made.etag) };
};

/** Published, but its producer is suspended: nobody outside may know of it. */
export const withdrawnFromSight = async (api: Api): Promise<Made> => {
  const made = await published(api);
  await suspend(api, made.producer);
  const { headers } = await api.ask('GET', `/v1/me/products/${made.id}`, { as: OWNER });
  return { ...made, etag: headers.etag ?? '' };
};

export const withCertificate = async (api: Api): Promise<Made & { product: string }> => {
  const { id: product, producer } = await published(api);
  return { ...(await certified(api, product, { number: freshName('GCN') })), product, producer };
};

export const withHiddenCertificate = async (api: Api): Promise<Made & { product: string }> => {
  const made = await withCertificate(api);
  await suspend(api, made.producer);
  const { headers } = await api.ask('GET', `/v1/reviews/${made.id}`, { as: OFFICER });
  return { ...made, etag: headers.etag ?? '' };
};

export type MadePoint = { id: string; etag: string };

export const proposedPoint = (api: Api): Promise<MadePoint> =>
  proposedSalesPoint(api, { name: freshName('Điểm bán'), operator: { name: 'Đơn vị', taxCode: SECRETS.taxCode } });

export const activePoint = (api: Api): Promise<MadePoint> =>
  activeSalesPoint(api, { name: freshName('Điểm bán'), operator: { name: 'Đơn vị', taxCode: SECRETS.taxCode } });

export const pausedPoint = async (api: Api): Promise<MadePoint> => {
  const { id, etag } = await activePoint(api);
  return { id, etag: await actOnSalesPoint(api, id, 'pause', etag, reason) };
};

export const pausedByMember = async (api: Api): Promise<MadePoint> => {
  const { id } = await activePoint(api);
  const path = `/v1/sales-points/${id}/pause`;
  const reply = await api.ask('POST', path, { as: OWNER, headers: { 'if-match': '*' }, body: reason });
  return { id, etag: reply.headers.etag ?? '' };
};

export const lineOf = (api: Api, product: string) => ({
  product,
  quantity: '2',
  occurredAt: api.clock.now.toISOString(),
});

/** A delivery by a member of the point. */
export const receive = (api: Api, point: string, product: string): Promise<Reply> =>
  api.ask('POST', `/v1/sales-points/${point}/stock-changes`, {
    as: OWNER,
    headers: { 'idempotency-key': freshName('delivery') },
    body: { mode: 'atomic', lines: [{ ...lineOf(api, product), kind: 'receive' }] },
  });

export type Stocked = { point: string; product: string };

export const stocked = async (api: Api): Promise<Stocked> => {
  const { id: point } = await activePoint(api);
  const { id: product } = await published(api);
  done(await receive(api, point, product));
  return { point, product };
};

/** Stock of a point that pauses: its members go on with it. */
export const stockedAndPaused = async (api: Api): Promise<Stocked> => {
  const made = await stocked(api);
  const { headers } = await api.ask('GET', `/v1/me/sales-points/${made.point}`, { as: OWNER });
  await actOnSalesPoint(api, made.point, 'pause', headers.etag ?? '', reason);
  return made;
};
