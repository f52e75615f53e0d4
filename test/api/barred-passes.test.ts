import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createReader } from '#shared/data/table/reader.ts';
import { finishPendingWork } from '#shared/services/pending-work/finish-pending-work.ts';
import { type Api, OFFICER, OWNER, startApi } from '#test/support/api.ts';
import { FAULTS, troubleFor } from '#test/support/faults.ts';
import { certified } from '#test/support/journey.ts';
import { askToRegister, fair, passOf, productRegistered, starredProduct } from '#test/support/registrations.ts';
import { expectProblem, expectResponse } from '#test/support/responses.ts';
import { expectRowsDerived } from '#test/support/table.ts';

const BEFORE = '2026-12-01T03:00:00.000Z';
const DAYS = { startDate: '2026-12-10', endDate: '2026-12-14', closedDates: [] };

let api: Api;
let market: string;
let product: string;
let producer: string;
let registration: string;
let pass: string;

const at = (instant: string): void => {
  api.clock.now = new Date(instant);
};

beforeAll(async () => {
  api = await startApi({ stream: false });
});
afterAll(() => api.stop());

beforeEach(async () => {
  at(BEFORE);
  ({ id: market } = await fair(api, {}, DAYS));
  ({ product, producer } = await starredProduct(api));
  ({ id: registration } = await productRegistered(api, market, product));
  pass = await passOf(api, registration, OWNER);
});

const gate = async (event = market) => {
  const reply = await api.ask('GET', `/v1/me/events/${event}/gate`, { as: OFFICER });
  expectResponse('getGate', reply);
  return { withdrawn: reply.body.withdrawn as string[], barred: reply.body.barred as string[] };
};

const scan = async (scannedAt: string) => {
  const body = { mode: 'each', scans: [{ pass, scannedAt, gate: 'Cổng 1' }] };
  const reply = await api.ask('POST', `/v1/events/${market}/attendance`, { as: OFFICER, body });
  expectResponse('recordAttendance', reply);
  const [{ status, code, detail }] = reply.body.results;
  return status === 200 ? 'counted' : { status, code, detail };
};

const must = async (path: string, as: string, body: object = {}) => {
  const reply = await api.ask('POST', path, { as, headers: { 'if-match': '*' }, body });
  expect(reply.status, reply.text).toBe(200);
};
const onProducer = (action: string) =>
  must(`/v1/producers/${producer}/${action}`, OFFICER, action === 'suspend' ? { reason: 'Hàng giả' } : {});
const onProduct = (action: string, as: string) =>
  must(`/v1/products/${product}/${action}`, as, action === 'suspend' ? { reason: 'Nhãn sai' } : {});

const CASES = [
  {
    what: 'of a suspended producer',
    code: 'producer_not_verified',
    hide: () => onProducer('suspend'),
    show: () => onProducer('verify'),
  },
  {
    what: 'of a suspended product',
    code: 'product_not_public',
    hide: () => onProduct('suspend', OFFICER),
    show: () => onProduct('reinstate', OFFICER),
  },
  {
    what: 'of an archived product',
    code: 'product_not_public',
    hide: () => onProduct('archive', OWNER),
    show: () => onProduct('restore', OWNER),
  },
];

describe.each(CASES)('the pass $what', ({ code, hide, show }) => {
  it('opens no gate, and does again when that has ended', async () => {
    expect(await gate()).toEqual({ withdrawn: [], barred: [] });
    at('2026-12-11T03:00:00.000Z');
    await hide();
    expect(await gate()).toEqual({ withdrawn: [registration], barred: [registration] });
    expect(await scan('2026-12-11T03:00:00.000Z')).toMatchObject({ status: 409, code, detail: expect.any(String) });
    expectProblem(await api.ask('GET', `/v1/registrations/${registration}/pass`, { as: OWNER }), 409, 'state_conflict');

    at('2026-12-12T03:00:00.000Z');
    await show();
    expect(await gate()).toEqual({ withdrawn: [], barred: [] });
    expect(await passOf(api, registration, OWNER)).toBe(pass);
    expect(await scan('2026-12-12T03:00:00.000Z')).toBe('counted');
    await expectRowsDerived(api);
  });

  it('counts what an offline gate scanned before, and not what it scanned meanwhile, however late it is sent', async () => {
    at('2026-12-11T03:00:00.000Z');
    await hide();
    expect(await scan('2026-12-10T02:00:00.000Z')).toBe('counted');
    at('2026-12-12T03:00:00.000Z');
    await show();
    expect(await scan('2026-12-11T04:00:00.000Z')).toMatchObject({ status: 409, code });
    expect(await scan('2026-12-11T02:59:59.999Z')).toBe('counted');
  });

  it('is told in the audit of the registration', async () => {
    await hide();
    await show();
    const audit = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: registration } });
    expect(audit.body.items.slice(0, 2)).toMatchObject([
      { action: 'registration.unbar' },
      { action: 'registration.bar', reason: code },
    ]);
  });
});

describe('a pass', () => {
  it('stays good when the certificate is revoked: the organiser decides about that', async () => {
    const { id, etag } = await certified(api, product, { number: 'GCN thu hồi', issuedOn: '2025-09-01' });
    const body = { decisionNumber: '9/QĐ', decisionDate: '2026-11-20', ground: 'c' };
    const headers = { 'if-match': etag };
    expect((await api.ask('POST', `/v1/certificates/${id}/revoke`, { as: OFFICER, headers, body })).status).toBe(200);
    expect(await gate()).toEqual({ withdrawn: [], barred: [] });
    at('2026-12-10T03:00:00.000Z');
    expect(await scan('2026-12-10T03:00:00.000Z')).toBe('counted');
  });

  it('that was withdrawn while it was barred stays withdrawn when the producer is verified again', async () => {
    await onProducer('suspend');
    await must(`/v1/registrations/${registration}/withdraw`, OFFICER, { reason: 'Đình chỉ' });
    expect(await gate()).toEqual({ withdrawn: [registration], barred: [] });
    await onProducer('verify');
    expect(await gate()).toEqual({ withdrawn: [registration], barred: [] });
  });

  it('of an event that is over is left as it was', async () => {
    at('2026-12-15T03:00:00.000Z');
    await onProducer('suspend');
    expect(await gate()).toEqual({ withdrawn: [], barred: [] });
  });

  it('is barred at every event, also when they are more than one transaction takes', async () => {
    const events = await Promise.all(Array.from({ length: 25 }, () => fair(api, {}, DAYS)));
    for (const { id } of events) await productRegistered(api, id, product);
    await onProduct('suspend', OFFICER);
    for (const { id } of events) expect((await gate(id)).barred).toHaveLength(1);
    await onProduct('reinstate', OFFICER);
    for (const { id } of events) expect((await gate(id)).barred).toEqual([]);
  });

  it('that is given while the product is being suspended is refused or barred', async () => {
    const events = await Promise.all(Array.from({ length: 8 }, () => fair(api, {}, DAYS)));
    const [registered] = await Promise.all([
      Promise.all(events.map(({ id }) => askToRegister(api, id, { product }))),
      onProduct('suspend', OFFICER),
    ]);
    for (const [index, { id }] of events.entries()) {
      const { status, body } = registered[index] ?? { status: 0 };
      if (status === 201) expect(await gate(id)).toEqual({ withdrawn: [body.id], barred: [body.id] });
      else expect(status).toBe(422);
    }
  });

  it('is barred by the recurring job where a suspension was cut off', async () => {
    const trouble = troubleFor(api);
    try {
      const path = `/v1/producers/${producer}/suspend`;
      const ask = { as: OFFICER, body: { reason: 'Hàng giả' }, headers: { 'if-match': '*' } };
      const kind = FAULTS.find(({ on }) => on === 'write');
      if (!kind) throw new Error('no fault');
      const cut = await trouble.ask('POST', path, ask, { at: 1, kind, lasting: true });
      expect(cut.reply.status).toBe(503);
      expect((await gate()).barred).toEqual([]);
    } finally {
      trouble.stop();
    }
    await finishPendingWork(api.context('system:schedules'));
    expect((await gate()).barred).toEqual([registration]);
  });

  it('of a product without registrations costs its suspension one read of registrations, beside one of the points that stock it', async () => {
    const other = await starredProduct(api);
    const before = api.consumed.length;
    await must(`/v1/products/${other.product}/suspend`, OFFICER, { reason: 'Nhãn sai' });
    expect(api.consumed.slice(before).filter(({ operation }) => operation === 'Query')).toHaveLength(2);
    const counter = { pk: `registrations-of#${other.product}`, sk: '!' };
    expect(await createReader(api.settings).get(counter, { consistent: true })).toBeUndefined();
  });
});
