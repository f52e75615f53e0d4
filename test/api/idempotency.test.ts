import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IDEMPOTENCY_TTL_SECONDS } from '#shared/platform/limits.ts';
import { type Api, type Ask, BUYER, CENTRAL_OFFICER, OFFICER, OWNER, type Reply, startApi } from '#test/support/api.ts';
import { askOf, type Call } from '#test/support/case.ts';
import { everyScene } from '#test/support/cases.ts';
import { changesBetween, FAULTS, type Trouble, tableOf, troubleFor } from '#test/support/faults.ts';
import { certificateInput, certified, draft, productInput } from '#test/support/journey.ts';
import { expectProblem, placesOf } from '#test/support/responses.ts';
import {
  householdInput,
  PERSONAL_NUMBER,
  published,
  registered,
  verified,
  withCertificate,
} from '#test/support/scenes.ts';

let api: Api;
let table: ReturnType<typeof tableOf>;
let trouble: Trouble;

beforeAll(async () => {
  api = await startApi({ stream: false });
  table = tableOf(api.settings);
  trouble = troubleFor(api);
});
afterAll(async () => {
  trouble.stop();
  await api.stop();
});

let keyed = 0;
const freshKey = (): string => {
  keyed += 1;
  return `key-${keyed}`;
};
const withKey = (call: Call, key: string, over: Ask = {}): Ask =>
  askOf(call, { ...over, headers: { 'idempotency-key': key, ...over.headers } });

/** What of an answer a replay must repeat. */
const seen = ({ status, text, headers }: Reply) => ({ status, text, etag: headers.etag, location: headers.location });
const replayed = ({ headers }: Reply): boolean => headers['idempotency-replayed'] === 'true';

const lost = FAULTS.find(({ on, lost: after }) => on === 'write' && after);
if (!lost) throw new Error('no fault loses the answer of a write');

describe.each(everyScene(({ method }) => method === 'POST'))('$title', ({ route, set }) => {
  it('gives the same answer again and writes nothing, for the same caller, route, key and request only', async () => {
    const call = await set(api);
    const key = freshKey();
    const first = await api.ask('POST', call.path, withKey(call, key));
    expect([200, 201, 207], first.text).toContain(first.status);
    expect(replayed(first)).toBe(false);
    const before = await table.snapshot();

    for (let time = 0; time < 2; time += 1) {
      const again = await api.ask('POST', call.path, withKey(call, key));
      expect(seen(again)).toEqual(seen(first));
      expect(replayed(again)).toBe(true);
    }
    const otherBody = { ...call.body, ...('reason' in (call.body ?? {}) || !call.body ? { reason: 'Khác' } : {}) };
    const mismatches: Ask[] = [
      ...(JSON.stringify(otherBody) === JSON.stringify(call.body) ? [] : [{ body: otherBody }]),
      { raw: `${JSON.stringify(call.body ?? {})} ` },
    ];
    for (const over of mismatches) {
      const { body: _, ...plain } = withKey(call, key);
      expectProblem(await api.ask('POST', call.path, { ...plain, ...over }), 422, 'idempotency_mismatch');
    }
    if (route.path.includes('{id}')) {
      const elsewhere = call.path.replace(/[0-9A-Z]{26}/, '01JD0000000000000000000000');
      const reply = await api.ask('POST', elsewhere, withKey(call, key));
      // A ledger is a sales point's own, and so are the keys in it.
      if (route.recordedInLedger) expectProblem(reply, 404);
      else expectProblem(reply, 422, 'idempotency_mismatch');
    }
    expect(changesBetween(before, await table.snapshot())).toEqual([]);

    const others = await api.ask('POST', call.path, withKey(call, key, { as: CENTRAL_OFFICER }));
    expect(replayed(others)).toBe(false);
    expect(seen(others)).not.toEqual(seen(first));
    const elsewhere = await api.ask('POST', '/v1/producers', {
      as: call.as,
      body: householdInput(),
      headers: { 'idempotency-key': route.operationId === 'registerProducer' ? freshKey() : key },
    });
    expect([elsewhere.status, replayed(elsewhere)], elsewhere.text).toEqual([201, false]);
  });

  it('finds the answer that was lost when the connection broke after the write, in that request and in a retry', async () => {
    const call = await set(api);
    const ask = withKey(call, freshKey(), { headers: { 'x-request-id': 'lost' } });
    const before = await table.snapshot();
    const { reply: clean, calls } = await trouble.ask('POST', call.path, ask);
    const changes = changesBetween(before, await table.snapshot()).filter((change) => !change.includes('idempotency#'));
    await table.restore(before);

    const broken = await trouble.ask('POST', call.path, ask, {
      at: calls.filter((kind) => kind === 'write').length - 1,
      kind: lost,
      lasting: true,
    });
    const retried = await api.ask('POST', call.path, ask);
    expect([retried.status, replayed(retried)]).toEqual([clean.status, true]);
    if (route.recordedInLedger) expectProblem(broken.reply, 503);
    else {
      expect([broken.reply.status, replayed(broken.reply)]).toEqual([clean.status, true]);
      expect(seen(retried)).toEqual(seen(broken.reply));
    }
    const after = changesBetween(before, await table.snapshot()).filter((change) => !change.includes('idempotency#'));
    expect(after).toEqual(changes);
  });

  it('keeps no personal number with the answer', async () => {
    const call = await set(api);
    expect((await api.ask('POST', call.path, withKey(call, freshKey()))).status).toBeLessThan(300);
    for (const [key, item] of await table.snapshot())
      if (key.startsWith('idempotency#')) expect(item).not.toContain(PERSONAL_NUMBER);
  });
});

describe('refusals', () => {
  const NOTHING = 'prd_01JD0000000000000000000000';
  const submit = (id: string, etag: string, key: string, as = OWNER) =>
    api.ask('POST', `/v1/products/${id}/submit`, { as, headers: { 'if-match': etag, 'idempotency-key': key } });

  const expectKept = async (refused: Reply, ask: () => Promise<Reply>, status: number) => {
    expectProblem(refused, status);
    expect(replayed(refused)).toBe(false);
    const again = await ask();
    expectProblem(again, status);
    expect(replayed(again)).toBe(true);
    const { requestId: _, ...first } = refused.body;
    const { requestId: __, ...second } = again.body;
    expect(second).toEqual(first);
  };

  it('of what is not there (404) are kept', async () => {
    const key = freshKey();
    const ask = () => submit(NOTHING, '*', key);
    await expectKept(await ask(), ask, 404);
  });

  it('of what one may not do (403) are kept, also when one may by then', async () => {
    const producer = await verified(api);
    const key = freshKey();
    const ask = () =>
      api.ask('POST', '/v1/products', { as: BUYER, body: productInput(producer), headers: { 'idempotency-key': key } });
    const refused = await ask();
    await api.ask('PUT', `/v1/producers/${producer}/members/${BUYER}`, { as: OWNER });
    await expectKept(refused, ask, 403);
    const anew = await api.ask('POST', '/v1/products', { as: BUYER, body: productInput(producer) });
    expect(anew.status, anew.text).toBe(201);
  });

  it('of a stale version (412) are kept', async () => {
    const made = await draft(api, await verified(api));
    const key = freshKey();
    const ask = () => submit(made.id, '"99-stale"', key);
    await expectKept(await ask(), ask, 412);
  });

  it('for a broken rule (422) are kept with all their faults', async () => {
    const { id } = await published(api);
    const key = freshKey();
    const body = certificateInput(id, { stars: 5, decisionDate: '2030-01-01', issuedOn: '2029-01-01' });
    const ask = () => api.ask('POST', '/v1/certificates', { as: OFFICER, body, headers: { 'idempotency-key': key } });
    const refused = await ask();
    expect(placesOf(expectProblem(refused, 422)).length).toBeGreaterThan(1);
    await expectKept(refused, ask, 422);
  });

  it('speak the language of whoever asks again', async () => {
    const key = freshKey();
    const speaking = (language: string) =>
      api.ask('POST', `/v1/products/${NOTHING}/submit`, {
        as: OWNER,
        headers: { 'if-match': '*', 'idempotency-key': key, 'accept-language': language },
      });
    expect(expectProblem(await speaking('vi')).title).toBe('Không tìm thấy');
    expect(expectProblem(await speaking('en')).title).toBe('Not found');
  });

  it('for the state (409) are not kept: a later retry runs', async () => {
    const producer = await registered(api);
    const key = freshKey();
    const ask = () =>
      api.ask('POST', `/v1/producers/${producer}/suspend`, {
        as: OFFICER,
        body: { reason: 'Hàng giả' },
        headers: { 'idempotency-key': key },
      });
    expectProblem(await ask(), 409, 'state_conflict');
    await api.ask('POST', `/v1/producers/${producer}/verify`, { as: OFFICER });
    const later = await ask();
    expect([later.status, replayed(later)], later.text).toEqual([200, false]);
  });

  it('for an outage (503) are not kept', async () => {
    const call: Call = { path: '/v1/producers', as: OWNER, body: householdInput() };
    const ask = withKey(call, freshKey());
    for (const kind of FAULTS.filter(({ lost: after }) => !after).slice(0, 8)) {
      expectProblem((await trouble.ask('POST', call.path, ask, { at: 0, kind, lasting: true })).reply, 503);
    }
    const later = await api.ask('POST', call.path, ask);
    expect([later.status, replayed(later)], later.text).toEqual([201, false]);
  });

  it('of malformed requests (400, 415, 428) are not kept', async () => {
    const key = freshKey();
    const call: Call = { path: '/v1/producers', as: OWNER, body: householdInput() };
    for (const over of [{ raw: '{' }, { headers: { 'content-type': 'text/plain' } }, { query: { x: '1' } }])
      expectProblem(await api.ask('POST', call.path, withKey(call, key, over)), [400, 415]);
    expect((await api.ask('POST', call.path, withKey(call, key))).status).toBe(201);
    const made = await draft(api, await verified(api));
    const other = freshKey();
    const bare = { as: OWNER, headers: { 'idempotency-key': other } };
    expectProblem(await api.ask('POST', `/v1/products/${made.id}/submit`, bare), 428);
    expect((await submit(made.id, made.etag, other)).status).toBe(200);
  });

  it('answer alike when the same refused request comes many times at once', async () => {
    const { id } = await published(api);
    const key = freshKey();
    const body = certificateInput(id, { stars: 5 });
    const replies = await Promise.all(
      Array.from({ length: 20 }, () =>
        api.ask('POST', '/v1/certificates', { as: OFFICER, body, headers: { 'idempotency-key': key } }),
      ),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([422]));
  });
});

describe('a key', () => {
  const post = (key: string) =>
    api.ask('POST', '/v1/producers', { as: OWNER, body: householdInput(), headers: { 'idempotency-key': key } });

  it.each(['x', '~', 'a b', '!"#$%&()*+,-./:;<=>?@[]^_`{|}', 'k'.repeat(255)])('may be %j', async (key) => {
    expect((await post(key)).status).toBe(201);
  });

  it.each(['', ' ', ' a', 'a ', 'k'.repeat(256), 'khóa', '\u0000', 'a\nb', '\u007f', '\ud800', 'k'.repeat(100_000)])(
    'may not be %j',
    async (key) => {
      const before = await table.snapshot();
      expect(placesOf(expectProblem(await post(key), 400, 'invalid_request'))).toEqual(['Idempotency-Key']);
      expect(changesBetween(before, await table.snapshot())).toEqual([]);
    },
  );

  it('is kept for 48 hours and then used anew, to the millisecond without an error', async () => {
    const start = new Date('2026-11-23T03:00:00.250Z').getTime();
    const keptMs = IDEMPOTENCY_TTL_SECONDS * 1_000;
    expect(keptMs).toBeGreaterThanOrEqual(24 * 3_600_000);
    const usual = api.clock.now;
    try {
      for (const [lateMs, again] of [
        [keptMs - 1_000, true],
        [keptMs - 251, true],
        [keptMs - 250, true],
        [keptMs, true],
        [keptMs + 749, true],
        [keptMs + 750, false],
        [keptMs + 60_000, false],
      ] as const) {
        const call: Call = { path: '/v1/producers', as: OWNER, body: householdInput() };
        const ask = withKey(call, freshKey());
        api.clock.now = new Date(start);
        expect((await api.ask('POST', call.path, ask)).status).toBe(201);
        api.clock.now = new Date(start + lateMs);
        const later = await api.ask('POST', call.path, ask);
        expect([lateMs, later.status, replayed(later)], later.text).toEqual([lateMs, 201, again]);
      }
    } finally {
      api.clock.now = usual;
    }
  });

  it('is no matter of routes that are repeatable anyway', async () => {
    const { producer, id } = await published(api);
    const before = await table.snapshot();
    const headers = { 'idempotency-key': freshKey(), 'if-match': '*' };
    await api.ask('PATCH', `/v1/products/${id}`, { as: OWNER, headers, body: { description: 'Mới.' } });
    await api.ask('PUT', `/v1/producers/${producer}/members/colleague-3`, { as: OWNER, headers });
    await api.ask('DELETE', `/v1/producers/${producer}/members/colleague-3`, { as: OWNER, headers });
    await api.ask('GET', `/v1/me/products/${id}`, { as: OWNER, headers });
    expect(changesBetween(before, await table.snapshot()).join()).not.toContain('idempotency#');
  });
});

describe('many equal requests at once', () => {
  it.each(['suspend', 'verify'])('%s a producer with products once', async (action) => {
    const { product, producer } = await withCertificate(api);
    await certified(api, product, { number: 'GCN thứ hai' });
    await draft(api, producer, { name: `Nháp ${producer}` });
    if (action === 'verify')
      await api.ask('POST', `/v1/producers/${producer}/suspend`, { as: OFFICER, body: { reason: 'Kiểm tra' } });
    const key = freshKey();
    const ask = () =>
      api.ask('POST', `/v1/producers/${producer}/${action}`, {
        as: OFFICER,
        body: { reason: 'Theo kết luận' },
        headers: { 'idempotency-key': key },
      });
    const replies = await Promise.all(Array.from({ length: 8 }, ask));
    const done = replies.filter(({ status }) => status === 200);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    for (const reply of replies) expect([200, 409, 503], reply.text).toContain(reply.status);
    const later = await ask();
    expect([seen(later), replayed(later)]).toEqual([seen(done[0] as Reply), true]);
    expect((await api.ask('GET', `/v1/products/${product}`)).status).toBe(action === 'verify' ? 200 : 404);
  });
});
