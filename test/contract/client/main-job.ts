// The main job of the README as somebody else would write it, with types generated from the OpenAPI document.
import createClient from 'openapi-fetch';
import type { components, paths } from './api.d.ts';

type Options = {
  baseUrl: string;
  fetch: (request: Request) => Promise<Response>;
  owner: string;
  officer: string;
  today: string;
};
type Certificate = components['schemas']['Certificate'];

class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

const dataOf = <T>({ data, error }: { data?: T; error?: { code: string } }): T => {
  if (error) throw new Refused(error.code);
  if (data === undefined) throw new Error('a response without a body');
  return data;
};

/** Registers, verifies, publishes and certifies a product, and returns it as buyers find it, with the code of a refusal. */
export const publishCertifiedProduct = async ({ baseUrl, fetch, owner, officer, today }: Options) => {
  const api = createClient<paths>({ baseUrl, fetch });
  const as = (subject: string) => ({ headers: { authorization: `Bearer ${subject}` } });

  const producer = dataOf(
    await api.POST('/v1/producers', {
      ...as(owner),
      body: {
        name: 'Hợp tác xã Tràng An',
        kind: 'cooperative',
        phone: '0912345678',
        commune: '14329',
        addressLine: 'Số 1 phố cổ Hoa Lư',
      },
    }),
  );
  dataOf(await api.POST('/v1/producers/{id}/verify', { ...as(officer), params: { path: { id: producer.id } } }));

  const { id } = dataOf(
    await api.POST('/v1/products', {
      ...as(owner),
      body: {
        producer: producer.id,
        name: 'Cơm cháy Tràng An',
        criteriaSet: 6,
        description: 'Cơm cháy giòn từ gạo nếp địa phương.',
        unit: 'gói 200 g',
        priceVnd: 45_000,
        originCommune: { code: '14329', list: 'current' },
      },
    }),
  );
  const params = { path: { id }, header: { 'If-Match': '*' } };
  dataOf(await api.POST('/v1/products/{id}/submit', { ...as(owner), params }));
  dataOf(await api.POST('/v1/products/{id}/approve', { ...as(officer), params }));
  const certificate: Pick<Certificate, 'validTo' | 'stars'> = dataOf(
    await api.POST('/v1/certificates', {
      ...as(officer),
      body: {
        product: id,
        number: 'MH-01/2026',
        decisionNumber: '01/QĐ-UBND',
        decisionDate: today,
        issuer: { name: 'UBND tỉnh Ninh Bình', level: 'province' },
        regime: '26/2026/QĐ-TTg',
        criteriaSet: 6,
        scores: { a: 31, b: 19, c: 28 },
        stars: 4,
        issuedOn: today,
      },
    }),
  );

  const { items } = dataOf(await api.GET('/v1/products', { params: { query: { producer: producer.id, stars: '4' } } }));
  const { error } = await api.POST('/v1/products/{id}/submit', { ...as(owner), params });
  return { certificate, found: items.map(({ name, stars }) => ({ name, stars })), refusal: error?.code };
};
