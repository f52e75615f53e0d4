import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventKind } from '#shared/data/events/event-store.ts';
import { productKind } from '#shared/data/products/product-store.ts';
import { promotionKind } from '#shared/data/promotions/promotion-store.ts';
import { loadDocument, saveActions } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import type { Event } from '#shared/domain/events/event.ts';
import type { ProductContent } from '#shared/domain/products/product.ts';
import {
  type Api,
  BUYER,
  CENTRAL_OFFICER,
  OFFICER,
  OTHER_OFFICER,
  OTHER_OWNER,
  OWNER,
  type Reply,
  startApi,
} from '#test/support/api.ts';
import {
  enter,
  openFair,
  pricedProduct,
  promote,
  promoted,
  promotedAt,
  promotionInput,
} from '#test/support/cases-promotions.ts';
import { tableOf } from '#test/support/faults.ts';
import { activeSalesPoint, actOnSalesPoint, draft, publishedProduct } from '#test/support/journey.ts';
import { expectProblem, faultsOf, idsOf } from '#test/support/responses.ts';

const NOW = '2026-11-23T03:00:00Z';

let api: Api;
let table: ReturnType<typeof tableOf>;

beforeAll(async () => {
  api = await startApi({ now: NOW, stream: false });
  table = tableOf(api.settings);
});
afterEach(() => {
  api.clock.now = new Date(NOW);
});
afterAll(async () => {
  await api.stop();
});

const set = (at: string): void => {
  api.clock.now = new Date(at);
};
const priceOf = async (product: string) => (await api.ask('GET', `/v1/products/${product}`)).body.promotion;
const own = (id: string, as = OWNER): Promise<Reply> => api.ask('GET', `/v1/me/promotions/${id}`, { as });
const edit = async (id: string, body: object, as = OWNER): Promise<Reply> =>
  api.ask('PATCH', `/v1/promotions/${id}`, {
    as,
    body,
    headers: { 'if-match': (await own(id, as)).headers.etag ?? '' },
  });
const end = (id: string, as = OWNER, body?: object): Promise<Reply> =>
  api.ask('POST', `/v1/promotions/${id}/end`, { as, ...(body ? { body } : {}) });
const sell = (id: string, quantity: string, headers = {}, as = OWNER): Promise<Reply> =>
  api.ask('POST', `/v1/promotions/${id}/sales`, { as, body: { quantity }, headers });
const list = (query: Record<string, string | number>): Promise<Reply> => api.ask('GET', '/v1/promotions', { query });

/** Changes what is stored of an event past its verbs. */
const changeEvent = async (id: string, over: Partial<Event>): Promise<void> => {
  const { reader, writer } = api.context('system:test');
  const before = await loadDocument(reader, eventKind, id, { consistent: true });
  if (!before) throw new Error('no such event');
  await writer.transact(
    saveActions({ kind: eventKind, before, after: { ...before.value, ...over } }),
    crypto.randomUUID(),
  );
};
const cancel = (id: string): Promise<void> =>
  changeEvent(id, {
    status: 'cancelled',
    cancellation: { at: api.clock.now.toISOString(), by: OFFICER, reason: 'Bão' },
  });

/** Changes what buyers see of a product past its review. */
const changePublished = async (id: string, over: Partial<ProductContent>): Promise<void> => {
  const { reader, writer } = api.context('system:test');
  const before = await loadDocument(reader, productKind, id, { consistent: true });
  if (!before?.value.face) throw new Error('no such product');
  const face = { ...before.value.face, content: { ...before.value.face.content, ...over } };
  await writer.transact(
    saveActions({ kind: productKind, before, after: { ...before.value, face } }),
    crypto.randomUUID(),
  );
};

const BASIS = { number: '88/QĐ-UBND', date: '2026-09-01' };
const WINE = { criteriaSet: 14, abvPercent: 29, unit: 'chai' };

describe('a promotion', () => {
  it('is made, read, changed and ended, and buyers see its price in between', async () => {
    const { id: point } = await activeSalesPoint(api);
    const { id: product } = await pricedProduct(api);
    const { id: event } = await openFair(api, {}, [product]);
    expect(await priceOf(product)).toBeNull();
    const made = await promote(
      api,
      promotionInput(event, product, {
        salesPoints: [point],
        booths: ['A1'],
        limits: { total: '40', perBuyer: '2' },
        note: 'Giá hội chợ.',
      }),
    );
    expect([made.status, made.headers.location], made.text).toEqual([201, `/v1/me/promotions/${made.body.id}`]);
    const { id } = made.body;
    expect(made.body).toMatchObject({
      status: 'running',
      event: { id: event, title: 'Hội chợ OCOP Hoa Lư' },
      priceVnd: 99_000,
      regularPriceVnd: 120_000,
      unit: 'hũ 500 g',
      from: '2026-11-21T17:00:00.000Z',
      to: '2026-11-24T17:00:00.000Z',
      sold: '0',
      remaining: '40',
      ended: null,
    });
    expect(await priceOf(product)).toEqual({
      id,
      priceVnd: 99_000,
      until: '2026-11-24T17:00:00.000Z',
      event: { id: event, title: 'Hội chợ OCOP Hoa Lư' },
      salesPoints: [point],
      booths: ['A1'],
      limits: { total: '40', perBuyer: '2' },
      remaining: '40',
    });
    const seen = await api.ask('GET', `/v1/promotions/${id}`);
    expect(seen.body).toMatchObject({ id, status: 'running', note: 'Giá hội chợ.', product: { id: product } });
    expect(seen.text).not.toContain(OWNER);

    const changed = await edit(id, { priceVnd: 95_000, salesPoints: [], limits: null, note: null });
    expect([changed.status, changed.body.priceVnd, changed.body.remaining, changed.body.note]).toEqual([
      200,
      95_000,
      null,
      null,
    ]);
    expect(await priceOf(product)).toMatchObject({ priceVnd: 95_000, salesPoints: [], booths: ['A1'] });
    expect((await priceOf(product)).remaining).toBeUndefined();

    const ended = await end(id, OFFICER, { reason: 'Sai giá' });
    expect([ended.status, ended.body.status, ended.body.ended]).toEqual([
      200,
      'ended',
      { at: '2026-11-23T03:00:00.000Z', by: OFFICER, reason: 'Sai giá' },
    ]);
    expect(await priceOf(product)).toBeNull();
    expect((await api.ask('GET', `/v1/promotions/${id}`)).body.status).toBe('ended');
    expect([idsOf(await list({ product })), idsOf(await list({ event }))]).toEqual([[], []]);
    expectProblem(await end(id), 409, 'state_conflict');
    expectProblem(await edit(id, { priceVnd: 90_000 }), 409, 'state_conflict');

    const audit = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: id } });
    expect(audit.body.items.map(({ action, reason }: Record<string, string>) => [action, reason])).toEqual([
      ['promotion.end', 'Sai giá'],
      ['promotion.edit', undefined],
      ['promotion.create', undefined],
    ]);
  });

  it('is changed only as it was seen', async () => {
    const { id, etag } = await promoted(api);
    const ask = (headers = {}) =>
      api.ask('PATCH', `/v1/promotions/${id}`, { as: OWNER, body: { note: 'Mới' }, headers });
    expectProblem(await ask(), 428);
    await sell(id, '1');
    expectProblem(await ask({ 'if-match': etag }), 412);
  });

  it('keeps the rows that follow from it, and no other', async () => {
    const { id, product, event } = await promoted(api);
    await edit(id, { to: '2026-11-24T12:00:00+07:00' });
    const { reader } = api.context('system:test');
    const stored = await loadDocument(reader, promotionKind, id, { consistent: true });
    if (!stored) throw new Error('no promotion');
    const rows = promotionKind.rows(stored.value, 1).map(({ pk, sk }) => `${pk} ${sk}`);
    const found = [...(await table.snapshot()).keys()].filter((key) =>
      [product, event].some((one) => key.startsWith(`promotions#${one} `)),
    );
    const { pk, sk } = keys.promotionCount(product);
    expect(found.sort()).toEqual([...rows, `${pk} ${sk}`].sort());
  });
});

describe('the rules', () => {
  it('are told all at once', async () => {
    const { id: product } = await pricedProduct(api, WINE);
    const { id: event } = await openFair(api, { closedDates: ['2026-11-23'] });
    const { id: paused, etag } = await activeSalesPoint(api);
    await actOnSalesPoint(api, paused, 'pause', etag, { reason: 'Sửa quầy' });
    const { id: elsewhere } = await activeSalesPoint(
      api,
      { commune: '14758', lat: 19.8, lng: 105.78, member: OTHER_OWNER },
      CENTRAL_OFFICER,
    );
    const reply = await promote(
      api,
      promotionInput(event, product, {
        priceVnd: 120_000,
        from: '2026-11-21T23:59:59.999+07:00',
        to: '2026-11-25T00:00:00.001+07:00',
        salesPoints: [paused, elsewhere, 'spt_01JD0000000000000000000000'],
        booths: ['A1', 'Z9'],
        limits: { total: '2.5', perBuyer: '3' },
      }),
    );
    expectProblem(reply, 422, 'rule_violated');
    expect(faultsOf(reply)).toEqual([
      '/booths/0 booth_not_given',
      '/booths/1 booth_unknown',
      '/from window_outside_event',
      '/limits/perBuyer limit_above_total',
      '/limits/total quantity_not_whole',
      '/priceVnd price_not_below',
      '/product alcohol_not_promoted',
      '/product product_not_in_event',
      '/salesPoints/0 sales_point_not_active',
      '/salesPoints/1 sales_point_outside_event',
      '/salesPoints/2 sales_point_unknown',
      '/to window_outside_event',
    ]);
  });

  it.each([
    ['both midnights', '2026-11-22T00:00:00+07:00', '2026-11-25T00:00:00+07:00', []],
    [
      'a millisecond too early',
      '2026-11-21T16:59:59.999Z',
      '2026-11-25T00:00:00+07:00',
      ['/from window_outside_event'],
    ],
    ['a millisecond too late', '2026-11-22T00:00:00+07:00', '2026-11-24T17:00:00.001Z', ['/to window_outside_event']],
    ['the last millisecond', '2026-11-24T16:59:59.999Z', '2026-11-24T17:00:00Z', []],
    [
      'the end itself',
      '2026-11-24T17:00:00Z',
      '2026-11-24T17:00:00.001Z',
      ['/from window_outside_event', '/to window_outside_event'],
    ],
    ['nothing', '2026-11-24T00:00:00Z', '2026-11-24T00:00:00Z', ['/to window_empty']],
    ['what has passed', '2026-11-22T00:00:00+07:00', '2026-11-23T03:00:00Z', ['/to window_past']],
    ['what is about to pass', '2026-11-22T00:00:00+07:00', '2026-11-23T03:00:00.001Z', []],
  ])('take a window of %s as it should be', async (_, from, to, expected) => {
    const { id: product } = await pricedProduct(api);
    const { id: event } = await openFair(api, {}, [product]);
    const reply = await promote(api, promotionInput(event, product, { from, to }));
    expect([reply.status, faultsOf(reply)], reply.text).toEqual([expected.length === 0 ? 201 : 422, expected]);
  });

  it('refuse a window that touches a day on which the event rests, and take those beside it', async () => {
    const { id: product } = await pricedProduct(api);
    const { id: event } = await openFair(api, { endDate: '2026-11-26', closedDates: ['2026-11-25'] }, [product]);
    const ask = (from: string, to: string) => promote(api, promotionInput(event, product, { from, to }));
    expect(faultsOf(await ask('2026-11-24T00:00:00+07:00', '2026-11-25T00:00:00.001+07:00'))).toEqual([
      '/from window_on_closed_day',
    ]);
    expect(faultsOf(await ask('2026-11-25T23:59:59.999+07:00', '2026-11-26T09:00:00+07:00'))).toEqual([
      '/from window_on_closed_day',
    ]);
    expect((await ask('2026-11-24T00:00:00+07:00', '2026-11-25T00:00:00+07:00')).status).toBe(201);
    expect((await ask('2026-11-26T00:00:00+07:00', '2026-11-27T00:00:00+07:00')).status).toBe(201);
  });

  it('refuse events that are drafts, cancelled or over, and products that buyers do not see or that have no price', async () => {
    const { id: product, producer } = await pricedProduct(api);
    const faultsAt = async (over: Partial<Event>) =>
      faultsOf(await promote(api, promotionInput((await openFair(api, over, [product])).id, product), OFFICER));
    expect(await faultsAt({ status: 'draft', publishedAt: null })).toEqual(['/event event_not_published']);
    expect(await faultsAt({ status: 'cancelled' })).toEqual(['/event event_not_published']);
    expect(await faultsAt({ startDate: '2026-11-20', endDate: '2026-11-22' })).toContain('/event event_over');
    const { id: unseen } = await draft(api, producer, { name: 'Bản nháp khuyến mại' });
    const { id: unpriced } = await pricedProduct(api, { priceVnd: undefined });
    const { id: event } = await openFair(api, {}, [unseen, unpriced]);
    expect(faultsOf(await promote(api, promotionInput(event, unseen)))).toEqual(['/product product_not_public']);
    expect(faultsOf(await promote(api, promotionInput(event, unpriced)))).toEqual(['/priceVnd product_without_price']);
  });

  it('let alcohol be promoted only by a rule of the office, judged again at every reading', async () => {
    const { id: product } = await pricedProduct(api, WINE);
    const { id: dry } = await openFair(api, {}, [product]);
    expect(faultsOf(await promote(api, promotionInput(dry, product)))).toEqual(['/product alcohol_not_promoted']);
    const { id: event } = await openFair(api, { alcoholBasis: BASIS }, [product]);
    const made = await promote(api, promotionInput(event, product));
    expect(made.status, made.text).toBe(201);
    expect(await priceOf(product)).toMatchObject({ id: made.body.id });
    await changeEvent(event, { alcoholBasis: null });
    expect(await priceOf(product)).toBeNull();
    expect((await own(made.body.id)).body.status).toBe('inapplicable');
  });

  it('allow twenty promotions of a product that are not over, also when many are made at once', async () => {
    const { id: product } = await pricedProduct(api);
    const { id: event } = await openFair(api, {}, [product]);
    const soon = promotionInput(event, product, { to: '2026-11-23T03:30:00Z' });
    const late = promotionInput(event, product);
    for (let made = 0; made < 10; made += 1) expect((await promote(api, made < 1 ? soon : late)).status).toBe(201);
    const replies = await Promise.all(Array.from({ length: 14 }, () => promote(api, late)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(10);
    for (const reply of replies.filter(({ status }) => status !== 201))
      expect([reply.status, faultsOf(reply)], reply.text).toEqual([422, ['/product too_many_promotions']]);
    expect(idsOf(await list({ product, limit: 100 }))).toHaveLength(20);
    set('2026-11-23T03:30:00Z');
    expect((await promote(api, late)).status).toBe(201);
    expect(faultsOf(await promote(api, late))).toEqual(['/product too_many_promotions']);
    await end(idsOf(await list({ product }))[0] ?? '');
    expect((await promote(api, late)).status).toBe(201);
  }, 20_000);

  it.each([
    [{ from: '2026-11-22T00:00:00' }, ['/from invalid_instant']],
    [{ priceVnd: 0 }, ['/priceVnd too_small']],
    [{ priceVnd: 99_000.5 }, ['/priceVnd invalid_type']],
    [{ limits: { total: '0' } }, ['/limits/total too_small']],
    [{ limits: { total: 3 } }, ['/limits/total invalid_type']],
    [{ booths: ['A1', 'A1'] }, ['/booths repeated']],
    [{ salesPoints: ['prd_01JD0000000000000000000000'] }, ['/salesPoints/0 invalid_id']],
    [
      { unit: 'kg', sold: '0', status: 'active' },
      ['/sold unknown_field', '/status unknown_field', '/unit unknown_field'],
    ],
  ])('call %j malformed', async (over, expected) => {
    const body = promotionInput('evt_01JD0000000000000000000000', 'prd_01JD0000000000000000000000', over);
    const reply = await promote(api, body);
    expect([reply.status, faultsOf(reply)], reply.text).toEqual([400, expected]);
  });

  it.each([
    ['is not registered', undefined],
    ['waits for the office', { status: 'pending' }],
    ['waits for a place', { ticket: 41 }],
    ['was withdrawn', { status: 'withdrawn' }],
    ['was refused', { status: 'refused' }],
  ] as const)('keep out a product that %s, whoever asks', async (_, registration) => {
    const { id: product, producer } = await pricedProduct(api);
    const { id: sibling } = await publishedProduct(api, producer, { name: `Sản phẩm cùng nhà ${product.slice(-6)}` });
    const event = await openFair(api, {}, [sibling]);
    if (registration) await enter(api, event, product, registration);
    for (const as of [OWNER, OFFICER, CENTRAL_OFFICER]) {
      const reply = await promote(api, promotionInput(event.id, product), as);
      expect([reply.status, faultsOf(reply)], reply.text).toEqual([422, ['/product product_not_in_event']]);
    }
    expect(await priceOf(product)).toBeNull();
  });

  it('keep the price of a product out of the hands of an office whose event it is not in', async () => {
    const { id: product } = await pricedProduct(api);
    const { id: event } = await openFair(api, { organizer: { office: 'off_38', name: 'Thanh Hóa' } });
    const reply = await promote(api, promotionInput(event, product, { priceVnd: 1 }), OTHER_OFFICER);
    expect([reply.status, faultsOf(reply)], reply.text).toEqual([422, ['/product product_not_in_event']]);
  });

  it('let in the products of a producer at which a tour stops', async () => {
    const { id: product, producer } = await pricedProduct(api);
    const stops = [{ name: 'Cơ sở', producer }];
    const { id: event } = await openFair(api, { kind: 'study-tour', registration: null, booths: [], stops });
    expect((await promote(api, promotionInput(event, product))).status).toBe(201);
  });

  it('take no booth that is free or given to another product, nor a change once the product is out', async () => {
    const [{ id: product }, { id: other }] = [await pricedProduct(api), await pricedProduct(api)];
    const event = await openFair(api);
    const entry = await enter(api, event, product, { booth: 'A1' });
    await enter(api, event, other, { booth: 'A2' });
    const ask = (booths: string[]) => promote(api, promotionInput(event.id, product, { booths }));
    expect(faultsOf(await ask(['A2', 'A1']))).toEqual(['/booths/0 booth_not_given']);
    const { id } = (await ask(['A1'])).body;
    expect(faultsOf(await edit(id, { booths: ['A2'] }))).toEqual(['/booths/0 booth_not_given']);
    const reply = await api.ask('POST', `/v1/registrations/${entry.id}/withdraw`, { as: OWNER, body: {} });
    expect(reply.status, reply.text).toBe(200);
    expect(faultsOf(await edit(id, { priceVnd: 90_000 }))).toEqual([
      '/booths/0 booth_not_given',
      '/product product_not_in_event',
    ]);
    expect(await priceOf(product)).toMatchObject({ id });
    expect((await end(id, OFFICER)).status).toBe(200);
  });

  it('are judged anew by a change: a limit below what was sold, more places than are read at once', async () => {
    const { id } = await promoted(api);
    await sell(id, '5');
    expect(faultsOf(await edit(id, { limits: { total: '4' } }))).toEqual(['/limits/total limit_below_sold']);
    expect((await edit(id, { limits: { total: '5' } })).body.status).toBe('sold-out');
    const booths = Array.from({ length: 9 }, (_, index) => `B${index}`);
    expect(faultsOf(await edit(id, { booths }))).toEqual(['/booths too_big']);
  });
});

describe('the price in force', () => {
  const at = async (product: string, when: string) => {
    set(when);
    const found = await priceOf(product);
    return found && [found.priceVnd, found.until];
  };

  it('changes at the edges of its window to the millisecond, at midnight in Asia/Ho_Chi_Minh', async () => {
    const { product } = await promoted(api, {
      promotion: { from: '2026-11-24T00:00:00+07:00', to: '2026-11-25T00:00:00+07:00' },
    });
    const inForce = [99_000, '2026-11-24T17:00:00.000Z'];
    expect(await at(product, '2026-11-23T16:59:59.999Z')).toBeNull();
    expect(await at(product, '2026-11-23T17:00:00.000Z')).toEqual(inForce);
    expect(await at(product, '2026-11-24T16:59:59.999Z')).toEqual(inForce);
    expect(await at(product, '2026-11-24T17:00:00.000Z')).toBeNull();
  });

  it('is the lowest of those that overlap, then the one that lasts longer, and the rest is listed', async () => {
    const { id: product } = await pricedProduct(api);
    const make = async (over: object) => (await promotedAt(api, product, { promotion: over })).id;
    const whole = await make({});
    const shorter = await make({ to: '2026-11-24T12:00:00+07:00' });
    const lower = await make({ priceVnd: 80_000, from: '2026-11-23T12:00:00+07:00', to: '2026-11-23T18:00:00+07:00' });
    expect(await priceOf(product)).toMatchObject({ id: whole, until: '2026-11-23T05:00:00.000Z' });
    expect(await at(product, '2026-11-23T05:00:00.000Z')).toEqual([80_000, '2026-11-23T11:00:00.000Z']);
    expect(await at(product, '2026-11-23T11:00:00.000Z')).toEqual([99_000, '2026-11-24T17:00:00.000Z']);
    set(NOW);
    expect((await list({ product })).body.items.map(({ id, status }: Record<string, string>) => [id, status])).toEqual([
      [lower, 'upcoming'],
      [shorter, 'running'],
      [whole, 'running'],
    ]);
  });

  it('ends at once where the event is cancelled, and pauses with its days', async () => {
    const { id, product, event } = await promoted(api);
    expect(await priceOf(product)).toMatchObject({ id });
    await changeEvent(event, { closedDates: ['2026-11-23'] });
    expect(await priceOf(product)).toBeNull();
    expect((await own(id)).body.status).toBe('upcoming');
    expect(await at(product, '2026-11-23T17:00:00.000Z')).toEqual([99_000, '2026-11-24T17:00:00.000Z']);
    set(NOW);
    await changeEvent(event, { closedDates: [], endDate: '2026-11-23' });
    expect(await priceOf(product)).toMatchObject({ id, until: '2026-11-23T17:00:00.000Z' });
    await cancel(event);
    expect(await priceOf(product)).toBeNull();
    expect((await own(id)).body.status).toBe('ended');
  });

  it('is none once the product costs no more than it, has no price, or is sold in another unit', async () => {
    const { id, product } = await promoted(api);
    for (const over of [{ priceVnd: 99_000 }, { priceVnd: 60_000 }, { priceVnd: undefined }, { unit: 'kg' }]) {
      await changePublished(product, over as Partial<ProductContent>);
      expect([over, await priceOf(product)]).toEqual([over, null]);
      expect((await own(id)).body.status).toBe('inapplicable');
      await changePublished(product, { priceVnd: 120_000, unit: 'hũ 500 g' });
    }
    expect(await priceOf(product)).toMatchObject({ id });
  });

  it('is the next one when the lowest is sold out', async () => {
    const { id: product } = await pricedProduct(api);
    const { id: other } = await promotedAt(api, product);
    const { id } = await promotedAt(api, product, { promotion: { priceVnd: 80_000, limits: { total: '3' } } });
    await sell(id, '2');
    expect(await priceOf(product)).toMatchObject({ id, remaining: '1' });
    await sell(id, '1');
    expect(await priceOf(product)).toMatchObject({ id: other });
    expect((await api.ask('GET', `/v1/promotions/${id}`)).body).toMatchObject({ status: 'sold-out', remaining: '0' });
  });

  it('is kept by no cache beyond the next edge of any window, nor for long where it counts down', async () => {
    const { id: product } = await pricedProduct(api);
    const ages = async (path: string) =>
      [...((await api.ask('GET', path)).headers['cache-control'] ?? '').matchAll(/age=(\d+)/g)].map(([, age]) =>
        Number(age),
      );
    expect(await ages(`/v1/products/${product}`)).toEqual([60, 300]);
    const { id } = await promotedAt(api, product, {
      promotion: { from: '2026-11-23T03:00:40.500Z', to: '2026-11-23T04:00:00Z' },
    });
    const paths = [`/v1/products/${product}`, `/v1/promotions/${id}`, `/v1/promotions?product=${product}`];
    for (const path of paths) expect([path, await ages(path)]).toEqual([path, [40, 40]]);
    set('2026-11-23T03:00:40.499Z');
    for (const path of paths) expect([path, await ages(path)]).toEqual([path, [0, 0]]);
    set('2026-11-23T03:00:40.500Z');
    for (const path of paths) expect([path, await ages(path)]).toEqual([path, [60, 300]]);
    set('2026-11-23T03:59:00.000Z');
    for (const path of paths) expect([path, await ages(path)]).toEqual([path, [60, 60]]);
    set(NOW);
    const counted = await promoted(api, { promotion: { limits: { total: '9' } } });
    for (const path of [
      `/v1/products/${counted.product}`,
      `/v1/promotions/${counted.id}`,
      `/v1/promotions?product=${counted.product}`,
      `/v1/promotions?event=${counted.event}`,
    ])
      expect([path, await ages(path)]).toEqual([path, [5, 5]]);
  });

  it('costs a product without one a half RCU, with one a whole, and with twenty of eight places no more than two', async () => {
    const costOf = async (product: string) => {
      api.consumed.length = 0;
      expect((await api.ask('GET', `/v1/products/${product}`)).status).toBe(200);
      return api.consumed.reduce((sum, { units }) => sum + units, 0);
    };
    const { id: product } = await pricedProduct(api);
    const PRODUCT = 0.5;
    expect(await costOf(product)).toBe(PRODUCT + 0.5);
    await promotedAt(api, product);
    expect(await costOf(product)).toBe(PRODUCT + 1);
    const { id: event } = await openFair(api, {}, [product]);
    const salesPoints: string[] = [];
    for (let made = 0; made < 8; made += 1) salesPoints.push((await activeSalesPoint(api)).id);
    const body = promotionInput(event, product, {
      priceVnd: 90_000,
      salesPoints,
      limits: { total: '500', perBuyer: '2' },
    });
    for (let made = 0; made < 19; made += 1) expect((await promote(api, body)).status).toBe(201);
    expect(await costOf(product)).toBeLessThanOrEqual(PRODUCT + 2);
  }, 20_000);
});

describe('what is sold at the price', () => {
  it('never exceeds the limit when fifty sell at once', async () => {
    const { id, product } = await promoted(api, { promotion: { limits: { total: '40' } } });
    const keyed = (index: number) => ({ 'idempotency-key': `sale-${id}-${index}` });
    let replies = await Promise.all(Array.from({ length: 50 }, (_, index) => sell(id, '1', keyed(index))));
    // Whoever met too many others is told to come again, and does with the same key.
    for (let round = 0; round < 10 && replies.some(({ status }) => status === 503); round += 1)
      replies = await Promise.all(
        replies.map((reply, index) => (reply.status === 503 ? sell(id, '1', keyed(index)) : reply)),
      );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(40);
    const refused = replies.filter(({ status }) => status !== 200);
    for (const reply of refused) {
      expectProblem(reply, 409, 'state_conflict');
      expect(reply.body.errors).toMatchObject([
        { pointer: '/quantity', code: 'promotion_limit_reached', current: '0' },
      ]);
    }
    expect((await own(id)).body).toMatchObject({ sold: '40', remaining: '0', status: 'sold-out' });
    expect(await priceOf(product)).toBeNull();
    const audit = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: id, limit: 100 } });
    expect(audit.body.items.filter(({ action }: { action: string }) => action === 'promotion.sell')).toHaveLength(40);
  }, 60_000);

  it('counts once however often it is sent with one key', async () => {
    const { id } = await promoted(api, { promotion: { limits: { total: '40' } } });
    const key = { 'idempotency-key': `once-${id}` };
    const replies = await Promise.all(Array.from({ length: 8 }, () => sell(id, '3', key)));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect((await own(id)).body.sold).toBe('3');
  });

  it('is told in quantities of the unit', async () => {
    const { id } = await promoted(api);
    expect(faultsOf(await sell(id, '0.5'))).toEqual(['/quantity quantity_not_whole']);
    const { id: loose } = await promoted(api, { product: { unit: 'kg' }, promotion: { limits: { total: '2.5' } } });
    expect((await sell(loose, '0.75')).body).toMatchObject({ sold: '0.75', remaining: '1.75' });
    expectProblem(await sell(loose, '1.751'), 409);
    expect((await sell(loose, '1.75')).body.remaining).toBe('0');
  });

  it('is counted from five minutes before the first instant, for fast clocks, to a day after the end, the cancellation or the ending', async () => {
    const window = { from: '2026-11-23T05:00:00Z', to: '2026-11-23T06:00:00Z' };
    const { id } = await promoted(api, { promotion: window });
    const statusAt = async (when: string, which = id) => {
      set(when);
      return (await sell(which, '1')).status;
    };
    expect(await statusAt('2026-11-23T04:54:59.999Z')).toBe(409);
    expect(await statusAt('2026-11-23T04:55:00.000Z')).toBe(200);
    expect(await statusAt('2026-11-23T05:00:00.000Z')).toBe(200);
    expect(await statusAt('2026-11-24T06:00:00.000Z')).toBe(200);
    expect(await statusAt('2026-11-24T06:00:00.001Z')).toBe(409);
    set(NOW);
    const [ended, cancelled] = [await promoted(api), await promoted(api)];
    await end(ended.id);
    await cancel(cancelled.event);
    for (const one of [ended.id, cancelled.id]) {
      expect(await statusAt('2026-11-24T03:00:00.000Z', one)).toBe(200);
      expect(await statusAt('2026-11-24T03:00:00.001Z', one)).toBe(409);
    }
    set(NOW);
    const unbegun = await promoted(api, { promotion: window });
    await end(unbegun.id);
    expect(await statusAt('2026-11-23T05:30:00Z', unbegun.id)).toBe(409);
  });
});

describe('the rights', () => {
  it("are those of the producer's members and of the event's officers", async () => {
    const { id: product } = await pricedProduct(api);
    const { id: event } = await openFair(api, {}, [product]);
    const body = promotionInput(event, product);
    for (const as of [BUYER, OTHER_OWNER, OTHER_OFFICER]) expectProblem(await promote(api, body, as), 403);
    for (const as of [OWNER, OFFICER, CENTRAL_OFFICER]) expect((await promote(api, body, as)).status).toBe(201);
  });

  it("of officers end with the territory of the event's office, wherever the product comes from", async () => {
    const { id: product } = await pricedProduct(api);
    const { id: event } = await openFair(
      api,
      {
        organizer: { office: 'off_38', name: 'Văn phòng Thanh Hóa' },
        provinces: [{ code: '38', name: 'Thanh Hóa' }],
      },
      [product],
    );
    expectProblem(await promote(api, promotionInput(event, product), OFFICER), 403);
    const made = await promote(api, promotionInput(event, product), OTHER_OFFICER);
    expect(made.status, made.text).toBe(201);
    const { id } = made.body;
    for (const reply of [
      await own(id, OFFICER),
      await edit(id, { priceVnd: 1 }, OFFICER),
      await sell(id, '1', {}, OFFICER),
    ])
      expectProblem(reply, 403);
    expectProblem(await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: id } }), 403);
    expect((await own(id)).status).toBe(200);
  });

  it("let an officer of the product's province end what another office's event has on offer, and nothing else", async () => {
    const { id, product } = await promoted(api, { event: { organizer: { office: 'off_38', name: 'Thanh Hóa' } } });
    expectProblem(await edit(id, { priceVnd: 90_000 }, OFFICER), 403);
    for (const as of [BUYER, OTHER_OWNER]) expectProblem(await end(id, as), 403);
    const ended = await end(id, OFFICER, { reason: 'Sai giá' });
    expect([ended.status, ended.body.ended?.by], ended.text).toEqual([200, OFFICER]);
    expect(await priceOf(product)).toBeNull();
  });

  it('let members of a sales point that is named count what they sold, and nothing else', async () => {
    const { id: point } = await activeSalesPoint(api, { member: OTHER_OWNER });
    const { id, producer } = await promoted(api, { promotion: { salesPoints: [point] } });
    expect((await sell(id, '2', {}, OTHER_OWNER)).body).toMatchObject({ sold: '2' });
    const others = [
      await own(id, OTHER_OWNER),
      await edit(id, { note: 'Mới' }, OTHER_OWNER),
      await end(id, OTHER_OWNER),
    ];
    for (const reply of [...others, await sell(id, '1', {}, BUYER)]) expectProblem(reply, 403);
    const elsewhere = await promoted(api);
    expectProblem(await sell(elsewhere.id, '1', {}, OTHER_OWNER), 403);
    await api.ask('POST', `/v1/producers/${producer}/suspend`, { as: OFFICER, body: { reason: 'Kiểm tra' } });
    expect((await sell(id, '1', {}, OTHER_OWNER)).body).toMatchObject({ sold: '3' });
    expectProblem(await sell(id, '1', {}, BUYER), 404);
  });

  it('tell nobody of a draft of an event or product', async () => {
    const { id: product, producer } = await pricedProduct(api);
    const { id: unseen } = await draft(api, producer, { name: 'Nháp kín' });
    const { id: fair } = await openFair(api, {}, [product]);
    const { id: secret } = await openFair(api, { status: 'draft', publishedAt: null });
    const away = { organizer: { office: 'off_38', name: 'Thanh Hóa' } };
    const { id: elsewhere } = await openFair(api, away);
    for (const [event, thing, as] of [
      [secret, product, OWNER],
      [secret, product, OTHER_OFFICER],
      [fair, unseen, BUYER],
      [elsewhere, unseen, OTHER_OFFICER],
      ['evt_01JD0000000000000000000000', product, OWNER],
      [fair, 'prd_01JD0000000000000000000000', OFFICER],
    ] as const)
      expectProblem(await promote(api, promotionInput(event, thing), as), 404, 'not_found');
  });
});

describe('the lists', () => {
  it('name a product or an event, in pages, and show nothing of hidden ones', async () => {
    const first = await pricedProduct(api);
    const second = await pricedProduct(api);
    const { id: event } = await openFair(api, {}, [first.id, second.id]);
    const made: string[] = [];
    for (const product of [first.id, second.id, first.id])
      made.push((await promote(api, promotionInput(event, product))).body.id);
    expectProblem(await list({}), 400);
    const seen: string[] = [];
    for (let query: Record<string, string | number> | undefined = { event, limit: 1 }; query; ) {
      const page: Reply = await list(query);
      seen.push(...idsOf(page));
      expect(page.headers.link !== undefined).toBe(page.body.next !== undefined);
      query = page.body.next === undefined ? undefined : { event, limit: 1, cursor: page.body.next };
    }
    expect(seen).toEqual(made);
    const { id: other } = await promotedAt(api, first.id);
    expect(idsOf(await list({ product: first.id })).sort()).toEqual([made[0], made[2], other].sort());
    expect(idsOf(await list({ product: first.id, event })).sort()).toEqual([made[0], made[2]].sort());
    const slug = (await api.ask('GET', `/v1/products/${first.id}`)).body.slug;
    expect(idsOf(await list({ product: slug, event }))).toHaveLength(2);

    await api.ask('POST', `/v1/producers/${first.producer}/suspend`, { as: OFFICER, body: { reason: 'Kiểm tra' } });
    expect(idsOf(await list({ event }))).toEqual([made[1]]);
    expectProblem(await list({ product: first.id }), 404);
    expectProblem(await api.ask('GET', `/v1/promotions/${made[0]}`), 404);
    expectProblem(await list({ event: 'evt_01JD0000000000000000000000' }), 404);
    const { next } = (await list({ event, limit: 1 })).body;
    expectProblem(await list({ event: (await openFair(api)).id, cursor: next }), 400, 'cursor_invalid');
  });

  it('of an event come twenty at a time at most, and are empty without being read once it is over or cancelled', async () => {
    const products = [await pricedProduct(api), await pricedProduct(api)].map(({ id }) => id);
    const { id: event } = await openFair(api, {}, products);
    for (const product of products)
      for (let made = 0; made < 11; made += 1)
        expect((await promote(api, promotionInput(event, product))).status).toBe(201);
    const page = await list({ event, limit: 100 });
    expect(idsOf(page)).toHaveLength(20);
    expect(idsOf(await list({ event, limit: 100, cursor: page.body.next }))).toHaveLength(2);
    const expectNone = async (): Promise<void> => {
      api.consumed.length = 0;
      expect((await list({ event })).body).toEqual({ items: [] });
      expect(api.consumed).toHaveLength(1);
    };
    set('2026-11-24T17:00:00Z');
    await expectNone();
    set(NOW);
    await cancel(event);
    await expectNone();
  });
});
