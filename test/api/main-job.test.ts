import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, BUYER, OFFICER, OWNER, startApi } from '#test/support/api.ts';
import {
  act,
  certificateInput,
  certified,
  producerInput,
  publishedProduct,
  verifiedProducer,
} from '#test/support/journey.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('the main job', () => {
  it('lets a producer register, an officer verify, and a buyer find the product by province and star', async () => {
    const registered = await api.ask('POST', '/v1/producers', { as: OWNER, body: producerInput() });
    expect(registered.status, registered.text).toBe(201);
    expect(registered.headers.location).toBe(`/v1/me/producers/${registered.body.id}`);
    const producer = registered.body.id;
    expect((await api.ask('GET', `/v1/producers/${producer}`)).status).toBe(404);

    const reviews = await api.ask('GET', '/v1/reviews', { as: OFFICER });
    expect(reviews.body.items.map((item: { id: string }) => item.id)).toContain(producer);
    expect((await api.ask('POST', `/v1/producers/${producer}/verify`, { as: OFFICER })).status).toBe(200);
    expect((await api.ask('GET', `/v1/producers/${producer}`)).body.name).toBe('Hợp tác xã Tràng An');

    const { id } = await publishedProduct(api, producer);
    await certified(api, id);
    const found = await api.ask('GET', '/v1/products', { query: { province: '37', stars: 4 } });
    expect(found.status, found.text).toBe(200);
    expect(found.body.items).toHaveLength(1);
    expect(found.body.items[0]).toMatchObject({
      id,
      slug: 'thit-chung-mam-tep',
      stars: 4,
      starsValidTo: '2028-08-01',
      group: 'food',
      province: { code: '37', name: 'Ninh Bình' },
      commune: { code: '14329' },
      producer: { id: producer },
    });
    const page = await api.ask('GET', '/v1/products/thit-chung-mam-tep');
    expect(page.body).toMatchObject({ id, stars: 4, certificate: { number: 'MH-01/2025' } });
    expect(found.headers['cache-control']).toMatch(/^public, max-age=\d+/);
  });

  it('keeps the old face public while a change waits for review', async () => {
    const producer = await verifiedProducer(api);
    const { id, etag } = await publishedProduct(api, producer, { name: 'Cơm cháy Ninh Bình' });
    const edited = await api.ask('PATCH', `/v1/products/${id}`, {
      as: OWNER,
      headers: { 'if-match': etag },
      body: { name: 'Cơm cháy chà bông' },
    });
    expect(edited.status, edited.text).toBe(200);
    expect(edited.body.proposal).toMatchObject({ state: 'in-review', name: 'Cơm cháy chà bông' });
    expect((await api.ask('GET', `/v1/products/${id}`)).body.name).toBe('Cơm cháy Ninh Bình');
    await act(api, id, 'approve', edited.headers.etag ?? '', OFFICER);
    expect((await api.ask('GET', `/v1/products/${id}`)).body.name).toBe('Cơm cháy chà bông');
  });

  it('hides the products of a suspended producer and shows them again', async () => {
    const producer = await verifiedProducer(api, { name: 'Hợp tác xã Kim Sơn' });
    const { id } = await publishedProduct(api, producer, { name: 'Chiếu cói', criteriaSet: 21 });
    const listed = async () => (await api.ask('GET', '/v1/products', { query: { producer } })).body.items.length;
    expect(await listed()).toBe(1);
    const suspended = await api.ask('POST', `/v1/producers/${producer}/suspend`, {
      as: OFFICER,
      body: { reason: 'Hàng giả' },
    });
    expect(suspended.status, suspended.text).toBe(200);
    expect(await listed()).toBe(0);
    expect((await api.ask('GET', `/v1/products/${id}`)).status).toBe(404);
    expect((await api.ask('POST', `/v1/producers/${producer}/verify`, { as: OFFICER })).status).toBe(200);
    expect(await listed()).toBe(1);
  });

  it('gives one of two officers with one ETag 200 and the other 412', async () => {
    const producer = await verifiedProducer(api);
    const { id } = await publishedProduct(api, producer, { name: 'Nem Yên Mạc' });
    const { id: certificate, etag } = await certified(api, id);
    const extend = (days: string) =>
      api.ask('POST', `/v1/certificates/${certificate}/extend`, {
        as: OFFICER,
        headers: { 'if-match': etag },
        body: { effectiveTo: days, basis: 'khoản 3 Điều 12' },
      });
    const statuses = (await Promise.all([extend('2028-09-01'), extend('2028-10-01')])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 412]);
  });

  it('makes one write of fifty equal posts with one key, and replays it later', async () => {
    const post = () =>
      api.ask('POST', '/v1/producers', {
        as: BUYER,
        body: producerInput({ name: 'Năm mươi' }),
        headers: { 'idempotency-key': 'k-50' },
      });
    const replies = await Promise.all(Array.from({ length: 50 }, post));
    const created = replies.filter(({ status }) => status === 201);
    expect(created.length).toBeGreaterThan(0);
    expect(new Set(created.map(({ text }) => text)).size).toBe(1);
    expect(replies.every(({ status }) => status === 201 || status === 409)).toBe(true);
    const { body } = await api.ask('GET', '/v1/me', { as: BUYER });
    expect(body.memberships).toHaveLength(1);
    const again = await post();
    expect([again.status, again.headers['idempotency-replayed'], again.text]).toEqual([201, 'true', created[0]?.text]);
    const other = await api.ask('POST', '/v1/producers', {
      as: BUYER,
      body: producerInput({ name: 'Khác' }),
      headers: { 'idempotency-key': 'k-50' },
    });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_mismatch']);
  });

  it('shows the star on validTo and not the day after, with no job run', async () => {
    const producer = await verifiedProducer(api);
    const { id } = await publishedProduct(api, producer, { name: 'Dứa Đồng Giao', criteriaSet: 1 });
    await certified(api, id, { issuedOn: '2023-11-23', decisionDate: '2023-11-23' });
    const stars = async () => (await api.ask('GET', `/v1/products/${id}`)).body.stars;
    const before = api.clock.now;
    api.clock.now = new Date('2026-11-23T16:59:59Z');
    expect(await stars()).toBe(4);
    api.clock.now = new Date('2026-11-23T17:00:00Z');
    expect(await stars()).toBeNull();
    api.clock.now = before;
  });

  it('names every fault of a body at once', async () => {
    const reply = await api.ask('POST', '/v1/producers', {
      as: OWNER,
      body: { name: '', kind: 'x', stars: 5, phone: 1 },
    });
    expect(reply.status).toBe(400);
    expect(reply.body.errors.map((fault: { pointer: string }) => fault.pointer).sort()).toEqual(
      ['/addressLine', '/commune', '/kind', '/name', '/phone', '/stars'].sort(),
    );
    const wrongStars = await api.ask('POST', '/v1/certificates', {
      as: OFFICER,
      body: certificateInput('prd_01JD0000000000000000000000'),
    });
    expect(wrongStars.status).toBe(404);
  });

  it('refuses a code that only the former list has, with a hint', async () => {
    const reply = await api.ask('GET', '/v1/products', {
      query: { province: '36' },
      headers: { 'accept-language': 'en' },
    });
    expect(reply.status).toBe(400);
    expect(reply.body.errors[0].detail).toContain('formerProvince=36');
  });
});
