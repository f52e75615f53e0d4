import { expect } from 'vitest';
import { filesOf, uploadKey } from '#shared/domain/images/renditions.ts';
import { processUpload, type Render } from '#shared/services/images/process-upload.ts';
import { type Api, OFFICER, OWNER, type Reply } from './api.ts';

/** A valid registration; the commune is phường Hoa Lư. */
export const producerInput = (over: object = {}) => ({
  name: 'Hợp tác xã Tràng An',
  kind: 'cooperative',
  phone: '0912345678',
  commune: '14329',
  addressLine: 'Số 1 phố cổ',
  ...over,
});

/** A valid draft of a food; the former commune is phường Vân Giang of thành phố Ninh Bình. */
export const productInput = (producer: string, over: object = {}) => ({
  producer,
  name: 'Thịt chưng mắm tép',
  criteriaSet: 8,
  description: 'Thịt chưng với mắm tép.',
  unit: 'hũ 500 g',
  priceVnd: 120_000,
  originCommune: { code: '14329', list: 'former' },
  ...over,
});

/** A valid certificate of four stars, issued on a day of the third regime. */
export const certificateInput = (product: string, over: object = {}) => ({
  product,
  number: 'MH-01/2025',
  decisionNumber: '123/QĐ-UBND',
  decisionDate: '2025-08-01',
  issuer: { name: 'UBND tỉnh Ninh Bình', level: 'province' },
  regime: '148/QĐ-TTg',
  criteriaSet: 8,
  stars: 4,
  issuedOn: '2025-08-01',
  ...over,
});

/** A valid sales point in phường Hoa Lư, open every day, in the hands of its first member. */
export const salesPointInput = (over: object = {}) => ({
  name: 'Điểm bán OCOP Phố cổ Hoa Lư',
  siteType: 'tourist-site',
  operator: { name: 'Hợp tác xã Tràng An' },
  commune: '14329',
  addressLine: 'Phố cổ Hoa Lư',
  lat: 20.261,
  lng: 105.965,
  openingHours: { weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], opens: '08:00', closes: '21:30' }] },
  phone: '0987654321',
  member: OWNER,
  ...over,
});

const must = (reply: Reply, status: number): Reply => {
  expect(reply.status, reply.text).toBe(status);
  return reply;
};

/** Registers a producer and has it verified; returns its id. */
export const verifiedProducer = async (api: Api, over: object = {}, as = OWNER, officer = OFFICER): Promise<string> => {
  const { body } = must(await api.ask('POST', '/v1/producers', { as, body: producerInput(over) }), 201);
  must(await api.ask('POST', `/v1/producers/${body.id}/verify`, { as: officer }), 200);
  return body.id as string;
};

/** Makes a draft; returns its id and ETag. */
export const draft = async (api: Api, producer: string, over: object = {}, as = OWNER) => {
  const made = must(await api.ask('POST', '/v1/products', { as, body: productInput(producer, over) }), 201);
  return { id: made.body.id as string, etag: made.headers.etag ?? '' };
};

/** A named action on a product with the ETag it needs; returns the new ETag. */
export const act = async (
  api: Api,
  id: string,
  action: string,
  etag: string,
  as = OWNER,
  body?: object,
): Promise<string> => {
  const done = must(
    await api.ask('POST', `/v1/products/${id}/${action}`, {
      as,
      headers: { 'if-match': etag },
      ...(body ? { body } : {}),
    }),
    200,
  );
  return done.headers.etag ?? '';
};

/** Makes, submits and approves a product; returns its id and ETag. */
export const publishedProduct = async (
  api: Api,
  producer: string,
  over: object = {},
  as = OWNER,
  officer = OFFICER,
) => {
  const { id, etag } = await draft(api, producer, over, as);
  const submitted = await act(api, id, 'submit', etag, as);
  return { id, etag: await act(api, id, 'approve', submitted, officer) };
};

/** Enters a certificate; returns its id and ETag. */
export const certified = async (api: Api, product: string, over: object = {}, officer = OFFICER) => {
  const made = must(
    await api.ask('POST', '/v1/certificates', { as: officer, body: certificateInput(product, over) }),
    201,
  );
  return { id: made.body.id as string, etag: made.headers.etag ?? '' };
};

/** Takes up a sales point; returns its id and ETag. */
export const proposedSalesPoint = async (api: Api, over: object = {}, officer = OFFICER) => {
  const made = must(await api.ask('POST', '/v1/sales-points', { as: officer, body: salesPointInput(over) }), 201);
  return { id: made.body.id as string, etag: made.headers.etag ?? '' };
};

/** A named action on a sales point with the ETag it needs; returns the new ETag. */
export const actOnSalesPoint = async (
  api: Api,
  id: string,
  action: string,
  etag: string,
  body?: object,
  officer = OFFICER,
): Promise<string> => {
  const path = `/v1/sales-points/${id}/${action}`;
  const headers = { 'if-match': etag };
  const done = must(await api.ask('POST', path, { as: officer, headers, ...(body ? { body } : {}) }), 200);
  return done.headers.etag ?? '';
};

/** Takes up and approves a sales point; returns its id and ETag. */
export const activeSalesPoint = async (api: Api, over: object = {}, officer = OFFICER) => {
  const { id, etag } = await proposedSalesPoint(api, over, officer);
  return { id, etag: await actOnSalesPoint(api, id, 'approve', etag, undefined, officer) };
};

/** What a test's camera took: the bytes are not looked at, only the size is told. */
export const renderedAs =
  (size: { width: number; height: number } = { width: 4032, height: 3024 }): Render =>
  async () => ({
    ...size,
    placeholder: 'data:image/webp;base64,UklGRg==',
    files: filesOf(size).map(({ name, type }) => ({ name, type, bytes: Buffer.from(name) })),
  });

/** An image that was asked for, uploaded and taken in, without a decoder. */
export const readyImage = async (api: Api, product: string, body: object = {}): Promise<string> => {
  const asked = must(
    await api.ask('POST', `/v1/products/${product}/images`, {
      as: OWNER,
      body: { contentType: 'image/jpeg', ...body },
    }),
    201,
  );
  const image = asked.body.id as string;
  const upload = { bytes: Buffer.from(image), type: 'image/jpeg', cacheControl: '' };
  await api.storage.uploads.put(uploadKey(product, image), upload);
  expect(await processUpload(api.context('system:images'), { product, image }, renderedAs())).toBe('published');
  return image;
};
