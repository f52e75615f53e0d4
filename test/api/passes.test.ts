import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { compactVerify, importJWK } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createReader } from '#shared/data/table/reader.ts';
import { type Api, BUYER, OFFICER, OTHER_OFFICER, OWNER, startApi } from '#test/support/api.ts';
import { FAULTS, troubleFor } from '#test/support/faults.ts';
import { textOf } from '#test/support/pdf-text.ts';
import {
  fair,
  passOf,
  personRegistered,
  productRegistered,
  registrationNow,
  starredProduct,
  trainingClass,
} from '#test/support/registrations.ts';
import { expectProblem, expectResponse } from '#test/support/responses.ts';

let api: Api;
let event: string;

/** The second day of a class of three days. */
const NOW = '2026-12-11T03:00:00.000Z';
const BEFORE = '2026-12-01T03:00:00.000Z';
const DAYS = { startDate: '2026-12-10', endDate: '2026-12-14', closedDates: ['2026-12-13'] };

beforeAll(async () => {
  api = await startApi({ stream: false });
});
beforeEach(async () => {
  api.clock.now = new Date(BEFORE);
  ({ id: event } = await trainingClass(api, { capacity: 3 }, DAYS));
});
afterEach(() => {
  api.clock.now = new Date(NOW);
});
afterAll(() => api.stop());

type Sent = { pass: string; scannedAt?: string; gate?: string; direction?: 'in' | 'out' };
const sync = async (scans: Sent[], at = event, as = OFFICER) => {
  const reply = await api.ask('POST', `/v1/events/${at}/attendance`, {
    as,
    body: {
      mode: 'each',
      scans: scans.map((scan) => ({ scannedAt: '2026-12-11T02:00:00Z', gate: 'Cổng 1', ...scan })),
    },
  });
  expect(reply.status, reply.text).toBe(207);
  expectResponse('recordAttendance', reply);
  // biome-ignore lint/suspicious/noExplicitAny: a line of either kind.
  return reply.body.results as any[];
};
const codes = async (scans: Sent[], at = event) =>
  (await sync(scans, at)).map(({ status, code, repeated }) =>
    status === 200 ? (repeated ? 'repeated' : 'counted') : code,
  );

const visits = async (at = event) => {
  const { items } = await createReader(api.settings).query({ pk: `visits#${at}`, consistent: true });
  return items.map(({ sk }) => (sk && 'S' in sk ? sk.S : ''));
};

const holder = async (as: string) => {
  const { id } = await personRegistered(api, event, as);
  return { id: id as string, pass: await passOf(api, id, as) };
};

describe('a pass', () => {
  it('is checked offline with the key of the gate, and says nothing of its holder', async () => {
    const { id, pass } = await holder('g-1');
    const gate = await api.ask('GET', `/v1/me/events/${event}/gate`, { as: OFFICER });
    expectResponse('getGate', gate);
    expect(gate.body.days).toEqual(['2026-12-10', '2026-12-11', '2026-12-12', '2026-12-14']);
    const { payload, protectedHeader } = await compactVerify(pass, await importJWK(gate.body.key, 'ES256'));
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'ocop-pass', kid: event });
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual({ event, registration: id, who: 'person' });
    expect(Object.keys(gate.body.key)).not.toContain('d');
  });

  it('is the same each time it is asked for, with a QR as SVG', async () => {
    const { id, pass } = await holder('g-2');
    const [first, second] = [1, 2].map(() => api.ask('GET', `/v1/registrations/${id}/pass`, { as: 'g-2' }));
    const reply = await first;
    expect(reply?.text).toBe((await second)?.text);
    expectResponse('getPass', reply ?? expect.fail('no answer'));
    expect(reply?.body.pass).toBe(pass);
    expect(reply?.body.qr).toMatch(/^<svg[^>]*>.*<\/svg>$/s);
  });

  it('is given to those who are confirmed and in, not to those who wait, left or were not approved', async () => {
    for (const as of ['h-1', 'h-2']) await personRegistered(api, event, as);
    const third = await personRegistered(api, event, 'h-3');
    const fourth = await personRegistered(api, event, 'h-4');
    const ask = (id: string) => api.ask('GET', `/v1/registrations/${id}/pass`, { as: OFFICER });
    expectProblem(await ask(fourth.id), 409, 'state_conflict');
    await api.ask('POST', `/v1/registrations/${third.id}/withdraw`, { as: 'h-3' });
    expectProblem(await ask(third.id), 409, 'state_conflict');
    expect((await ask(fourth.id)).status).toBe(200);
    const { id: strict } = await trainingClass(api, { approval: true }, DAYS);
    const pending = await personRegistered(api, strict, 'h-1');
    expectProblem(await ask(pending.id), 409, 'state_conflict');
  });
});

describe('a scan', () => {
  it('counts one visit a day, however often it is synced and whoever syncs it', async () => {
    const { id, pass } = await holder('i-1');
    api.clock.now = new Date(NOW);
    expect(await codes([{ pass }])).toEqual(['counted']);
    expect(await codes([{ pass }, { pass }])).toEqual(['repeated', 'repeated']);
    expect(await codes([{ pass, scannedAt: '2026-12-11T09:00:00+07:00' }])).toEqual(['repeated']);
    expect(await visits()).toEqual([`${id}#2026-12-11`]);
    expect(await codes([{ pass, scannedAt: '2026-12-10T02:00:00Z' }])).toEqual(['counted']);
    expect(await visits()).toEqual([`${id}#2026-12-10`, `${id}#2026-12-11`]);
  });

  it('of the same pass at another time or gate of that day is refused as replayed, also within one request', async () => {
    const { pass } = await holder('i-2');
    api.clock.now = new Date(NOW);
    expect(
      await codes([
        { pass },
        { pass, gate: 'Cổng 2' },
        { pass, scannedAt: '2026-12-11T02:00:01Z' },
        { pass },
        { pass, scannedAt: '2026-12-10T17:00:00.000Z' },
        { pass, scannedAt: '2026-12-10T16:59:59.999Z' },
      ]),
    ).toEqual(['counted', 'pass_replayed', 'pass_replayed', 'repeated', 'pass_replayed', 'counted']);
  });

  it('lets a pass leave and come back on its day, and the visit counts once', async () => {
    const { id, pass } = await holder('i-6');
    api.clock.now = new Date('2026-12-11T10:00:00Z');
    const at = (time: string) => `2026-12-11T${time}:00Z`;
    const told = async (scans: Sent[]) =>
      (await sync(scans)).map(({ code, repeated, direction, inside }) => code ?? [direction, inside, repeated]);
    expect(await told([{ pass, scannedAt: at('01:30'), direction: 'out' }])).toEqual(['pass_not_inside']);
    expect(await told([{ pass, scannedAt: at('02:00') }])).toEqual([['in', true, false]]);
    expect(await told([{ pass, scannedAt: at('03:00') }])).toEqual(['pass_replayed']);
    const leaving = { pass, scannedAt: at('04:00'), gate: 'Cổng 2', direction: 'out' as const };
    expect(await told([leaving, leaving])).toEqual([
      ['out', false, false],
      ['out', false, true],
    ]);
    expect(await told([{ pass, scannedAt: at('05:00') }])).toEqual([['in', true, false]]);
    expect(await told([{ pass, scannedAt: at('05:01'), gate: 'Cổng 3' }])).toEqual(['pass_replayed']);
    expect(await visits()).toEqual([`${id}#2026-12-11`]);
    const { attendance } = await registrationNow(api, id, OFFICER);
    expect(attendance.days).toEqual(['2026-12-11']);
    const audit = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: id } });
    expect(audit.body.items.map(({ action }: { action: string }) => action).slice(0, 3)).toEqual([
      'registration.return',
      'registration.leave',
      'registration.attend',
    ]);
  });

  it('on another day begins anew, and a check-out of yesterday lets nobody back in twice', async () => {
    const { id, pass } = await holder('i-7');
    api.clock.now = new Date('2026-12-11T10:00:00Z');
    const scans = [
      { pass, scannedAt: '2026-12-10T02:00:00Z' },
      { pass, scannedAt: '2026-12-10T09:00:00Z', direction: 'out' as const },
      { pass, scannedAt: '2026-12-11T01:00:00Z', direction: 'out' as const },
      { pass, scannedAt: '2026-12-11T02:00:00Z' },
      { pass, scannedAt: '2026-12-11T03:00:00Z' },
    ];
    expect(await codes(scans)).toEqual(['counted', 'counted', 'pass_not_inside', 'counted', 'pass_replayed']);
    expect(await visits()).toEqual([`${id}#2026-12-10`, `${id}#2026-12-11`]);
  });

  it('of a withdrawn registration lets out who is inside, and not in again', async () => {
    const { id, pass } = await holder('i-8');
    api.clock.now = new Date(NOW);
    expect(await codes([{ pass, scannedAt: '2026-12-11T01:00:00Z' }])).toEqual(['counted']);
    expect((await api.ask('POST', `/v1/registrations/${id}/withdraw`, { as: 'i-8' })).status).toBe(200);
    api.clock.now = new Date('2026-12-11T10:00:00Z');
    const leaving = { pass, scannedAt: '2026-12-11T08:00:00Z', direction: 'out' as const };
    expect(await codes([leaving, { pass, scannedAt: '2026-12-11T09:00:00Z' }])).toEqual(['counted', 'pass_withdrawn']);
  });

  it('of a return by many gates at once counts once', async () => {
    const { pass } = await holder('i-9');
    api.clock.now = new Date('2026-12-11T10:00:00Z');
    await sync([{ pass }, { pass, scannedAt: '2026-12-11T03:00:00Z', direction: 'out' }]);
    const found = await Promise.all(
      Array.from({ length: 6 }, (_, gate) =>
        codes([{ pass, scannedAt: '2026-12-11T04:00:00Z', gate: `Cổng ${gate}` }]),
      ),
    );
    expect(found.flat().toSorted()).toEqual(['counted', ...Array.from({ length: 5 }, () => 'pass_replayed')]);
  });

  it('by many at once counts once', async () => {
    const { id, pass } = await holder('i-3');
    api.clock.now = new Date(NOW);
    const found = (await Promise.all(Array.from({ length: 20 }, () => codes([{ pass }])))).flat();
    expect(found.toSorted()).toEqual(['counted', ...Array.from({ length: 19 }, () => 'repeated')]);
    const gates = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        codes([{ pass, gate: `Cổng ${index}`, scannedAt: '2026-12-10T03:00:00Z' }]),
      ),
    );
    expect(gates.flat().filter((code) => code === 'counted')).toHaveLength(1);
    expect(await visits()).toEqual([`${id}#2026-12-10`, `${id}#2026-12-11`]);
  });

  it('whose answer was lost is synced again and told so', async () => {
    const { id, pass } = await holder('i-4');
    api.clock.now = new Date(NOW);
    const trouble = troubleFor(api);
    const lost = FAULTS.find(({ on, lost: after }) => on === 'write' && after) ?? expect.fail('no such fault');
    const body = { mode: 'each', scans: [{ pass, scannedAt: '2026-12-11T02:00:00Z', gate: 'Cổng 1' }] };
    const broken = await trouble.ask(
      'POST',
      `/v1/events/${event}/attendance`,
      { as: OFFICER, body },
      {
        at: 0,
        kind: lost,
        lasting: true,
      },
    );
    trouble.stop();
    expectProblem(broken.reply, 503);
    expect(await codes([{ pass }])).toEqual(['repeated']);
    expect(await visits()).toEqual([`${id}#2026-12-11`]);
  });

  it('outside the days of the event, on a day of rest, or in the future does not count', async () => {
    const { pass } = await holder('i-5');
    api.clock.now = new Date('2026-12-20T00:00:00Z');
    expect(
      await codes([
        { pass, scannedAt: '2026-12-09T16:59:59.999Z' },
        { pass, scannedAt: '2026-12-13T05:00:00Z' },
        { pass, scannedAt: '2026-12-14T17:00:00Z' },
        { pass, scannedAt: '2026-12-20T00:05:00.001Z' },
        { pass, scannedAt: '2026-12-14T16:59:59.999Z' },
      ]),
    ).toEqual(['outside_event_days', 'outside_event_days', 'outside_event_days', 'scanned_in_future', 'counted']);
  });

  it('by a gate whose clock is up to five minutes fast counts as now, once however often it is sent', async () => {
    const { pass, id } = await holder('i-6');
    api.clock.now = new Date('2026-12-11T16:59:00Z');
    for (const [scannedAt, code] of [
      ['2026-12-11T17:04:00.001Z', 'scanned_in_future'],
      ['2026-12-11T17:02:00Z', 'counted'],
      ['2026-12-11T17:02:00Z', 'repeated'],
    ] as const)
      expect(await codes([{ pass, scannedAt }]), scannedAt).toEqual([code]);
    api.clock.now = new Date('2026-12-11T17:10:00Z');
    expect(await codes([{ pass, scannedAt: '2026-12-11T17:02:00Z' }])).toEqual(['repeated']);
    expect(await visits()).toEqual([`${id}#2026-12-11`]);
  });

  it('of a withdrawn registration is refused, and the gate knows; who came in its place is let in', async () => {
    const { id, pass } = await holder('j-1');
    for (const as of ['j-2', 'j-3']) await personRegistered(api, event, as);
    const next = await personRegistered(api, event, 'j-4');
    await api.ask('POST', `/v1/registrations/${id}/withdraw`, { as: 'j-1' });
    const nextPass = await passOf(api, next.id);
    api.clock.now = new Date(NOW);
    expect(await codes([{ pass }, { pass: nextPass }])).toEqual(['pass_withdrawn', 'counted']);
    const gate = await api.ask('GET', `/v1/me/events/${event}/gate`, { as: OFFICER });
    expect(gate.body.withdrawn).toEqual([id]);
  });

  it('after the event was cancelled is refused', async () => {
    const { pass, id } = await holder('j-5');
    const { headers } = await api.ask('GET', `/v1/me/events/${event}`, { as: OFFICER });
    const cancelled = await api.ask('POST', `/v1/events/${event}/cancel`, {
      as: OFFICER,
      headers: { 'if-match': headers.etag ?? '' },
      body: { reason: 'Bão số 9' },
    });
    expect(cancelled.status, cancelled.text).toBe(200);
    api.clock.now = new Date(NOW);
    expect(await codes([{ pass }])).toEqual(['event_cancelled']);
    expectProblem(await api.ask('GET', `/v1/registrations/${id}/pass`, { as: 'j-5' }), 409, 'state_conflict');
    expect(await visits()).toEqual([]);
  });

  it('from before the registration, or before the office approved it, does not count', async () => {
    api.clock.now = new Date('2026-12-10T03:00:00Z');
    const open = { from: '2026-11-01', to: '2026-12-12' };
    const { id: lesson } = await trainingClass(api, open, DAYS);
    const { id: strict } = await trainingClass(api, { ...open, approval: true }, DAYS);
    const { id } = await personRegistered(api, lesson, 'v-1');
    const { id: pending } = await personRegistered(api, strict, 'v-1');
    api.clock.now = new Date('2026-12-10T05:00:00Z');
    expect((await api.ask('POST', `/v1/registrations/${pending}/approve`, { as: OFFICER })).status).toBe(200);
    const [pass, approved] = [await passOf(api, id), await passOf(api, pending)];
    api.clock.now = new Date(NOW);
    const at = (time: string) => `2026-12-10T${time}Z`;
    expect(
      await codes(
        [
          { pass, scannedAt: at('02:59:59.999') },
          { pass, scannedAt: at('03:00:00') },
        ],
        lesson,
      ),
    ).toEqual(['pass_not_valid', 'counted']);
    expect(
      await codes(
        [
          { pass: approved, scannedAt: at('04:59:59.999') },
          { pass: approved, scannedAt: at('05:00:00') },
        ],
        strict,
      ),
    ).toEqual(['pass_not_valid', 'counted']);
  });

  it('from before a withdrawal or the cancellation counts, however late it is synced; one from that instant on does not', async () => {
    const { id, pass } = await holder('w-1');
    const stayed = await holder('w-2');
    api.clock.now = new Date('2026-12-11T01:00:00Z');
    expect((await api.ask('POST', `/v1/registrations/${id}/withdraw`, { as: 'w-1' })).status).toBe(200);
    api.clock.now = new Date('2026-12-11T02:00:00Z');
    const { headers } = await api.ask('GET', `/v1/me/events/${event}`, { as: OFFICER });
    const cancelled = await api.ask('POST', `/v1/events/${event}/cancel`, {
      as: OFFICER,
      headers: { 'if-match': headers.etag ?? '' },
      body: { reason: 'Bão số 9' },
    });
    expect(cancelled.status, cancelled.text).toBe(200);
    api.clock.now = new Date(NOW);
    expect(
      await codes([
        { pass, scannedAt: '2026-12-11T01:00:00Z' },
        { pass, scannedAt: '2026-12-11T00:59:59.999Z' },
        { pass: stayed.pass, scannedAt: '2026-12-11T02:00:00Z' },
        { pass: stayed.pass, scannedAt: '2026-12-11T01:59:59.999Z' },
      ]),
    ).toEqual(['pass_withdrawn', 'counted', 'event_cancelled', 'counted']);
    expect(await visits()).toEqual([id, stayed.id].map((came) => `${came}#2026-12-11`).toSorted());
  });

  it('of another event is refused, whichever key has signed it', async () => {
    const { id: other } = await trainingClass(api, {}, DAYS);
    const { id } = await personRegistered(api, other, 'k-1');
    await holder('k-2');
    const pass = await passOf(api, id);
    api.clock.now = new Date(NOW);
    expect(await codes([{ pass }])).toEqual(['pass_of_other_event']);
    expect(await codes([{ pass }], other)).toEqual(['counted']);
  });
});

describe('a forged pass', () => {
  const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signed = (header: object, payload: object) => {
    const input = `${b64(header)}.${b64(payload)}`;
    return `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };

  it('is refused whatever was done to it', async () => {
    const { id, pass } = await holder('l-1');
    const { id: victim } = await personRegistered(api, event, 'l-2');
    const [header = '', payload = '', signature = ''] = pass.split('.');
    const head = { alg: 'ES256', typ: 'ocop-pass', kid: event };
    const claims = { event, registration: id, who: 'person' };
    const bytes = Buffer.from(signature, 'base64url');
    const flipped = Buffer.from(bytes);
    flipped[10] = (flipped[10] ?? 0) ^ 1;
    const last = signature.at(-1) ?? '';
    // Base64url has four spare bits at the end of 64 bytes: other letters mean the same signature.
    const twins = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
      .filter((letter) => letter !== last)
      .map((letter) => signature.slice(0, -1) + letter)
      .filter((text) => Buffer.from(text, 'base64url').equals(bytes));
    expect(twins.length).toBeGreaterThan(0);
    const forged: [string, string][] = [
      ['another key', signed(head, claims)],
      [
        'another registration under the signature',
        `${header}.${b64({ ...claims, registration: victim })}.${signature}`,
      ],
      ['a flipped bit', `${header}.${payload}.${flipped.toString('base64url')}`],
      ['no signature', `${header}.${payload}.`],
      ['no parts', 'abc'],
      ['more parts', `${pass}.x`],
      ['alg none', `${b64({ ...head, alg: 'none' })}.${payload}.`],
      ['a symmetric alg', `${b64({ ...head, alg: 'HS256' })}.${payload}.${signature}`],
      ['its own key in the header', signed({ ...head, jwk: {} }, claims)],
      ['zeros', `${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`],
      ['a signature that is cut', `${header}.${payload}.${bytes.subarray(0, 63).toString('base64url')}`],
      ['the same signature in other letters', `${header}.${payload}.${twins[0]}`],
      ['another kid', `${b64({ ...head, kid: 'evt_01JD0000000000000000000000' })}.${payload}.${signature}`],
      ['a claim more', signed(head, { ...claims, vip: true })],
    ];
    api.clock.now = new Date(NOW);
    for (const [what, text] of forged) expect([what, await codes([{ pass: text }])]).toEqual([what, ['pass_forged']]);
    expect(await visits()).toEqual([]);
  });

  it('is refused at an event that nobody has registered for', async () => {
    const { id: quiet } = await trainingClass(api, {}, DAYS);
    const claims = { event: quiet, registration: 'reg_01JD0000000000000000000000', who: 'person' };
    api.clock.now = new Date(NOW);
    const pass = signed({ alg: 'ES256', typ: 'ocop-pass', kid: quiet }, claims);
    expect(await codes([{ pass }], quiet)).toEqual(['pass_forged']);
  });
});

describe('a certificate of attendance', () => {
  const ask = (id: string, as: string) => api.ask('GET', `/v1/registrations/${id}/attendance-certificate`, { as });

  it('names who came, to what, on which days and by whom it was held, in Vietnamese letters', async () => {
    const { id: market } = await fair(api, {}, { ...DAYS, title: 'Hội chợ Xuân Bính Ngọ ở Đồng Văn' });
    const { product } = await starredProduct(api, { product: { name: 'Rượu mận Ẩn Sĩ Ngũ Hồ' } });
    const { id } = await productRegistered(api, market, product);
    const pass = await passOf(api, id);
    api.clock.now = new Date(NOW);
    expectProblem(await ask(id, OWNER), 409, 'state_conflict');
    const scans = [{ pass }, { pass, scannedAt: '2026-12-10T05:00:00Z' }];
    expect(await codes(scans, market)).toEqual(['counted', 'counted']);
    const reply = await ask(id, OWNER);
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/pdf']);
    const pdf = Buffer.from(reply.text, 'base64');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const text = textOf(pdf);
    for (const said of [
      'GIẤY XÁC NHẬN THAM DỰ',
      'Rượu mận Ẩn Sĩ Ngũ Hồ',
      'Hội chợ Xuân Bính Ngọ ở Đồng Văn',
      'Văn phòng Điều phối nông thôn mới Ninh Bình',
      '12/KH-UBND ngày 01/10/2026',
      '10/12/2026, 11/12/2026',
      id.slice('reg_'.length),
    ])
      expect(text).toContain(said);
    expect((await ask(id, OFFICER)).text).toBe(reply.text);
    expectProblem(await ask(id, BUYER), 404);
  });

  it('bears an id that the office can compare, that changes with the days and that no pass gives away', async () => {
    const { id, pass } = await holder('x-1');
    const attendance = async (as = OFFICER) => (await registrationNow(api, id, as)).attendance;
    expect(await attendance()).toBeNull();
    api.clock.now = new Date(NOW);
    await sync([{ pass }]);
    const first = await attendance();
    expect(first).toEqual({
      days: ['2026-12-11'],
      verification: expect.stringMatching(new RegExp(`^${id.slice('reg_'.length)}-[0-9A-F]{16}$`)),
    });
    expect(await attendance('x-1')).toBeNull();
    expectResponse('getRegistration', await api.ask('GET', `/v1/registrations/${id}`, { as: OFFICER }));
    const printed = async () => textOf(Buffer.from((await ask(id, 'x-1')).text, 'base64'));
    expect(await printed()).toContain(first.verification);
    await sync([{ pass, scannedAt: '2026-12-10T05:00:00Z' }]);
    const second = await attendance();
    expect(second.days).toEqual(['2026-12-10', '2026-12-11']);
    expect(second.verification).not.toBe(first.verification);
    expect(await printed()).toContain(second.verification);
    const known = createHash('sha256').update(pass).digest('hex').slice(0, 16).toUpperCase();
    for (const { verification } of [first, second]) expect(verification).not.toContain(known);
  });

  it.each([
    ['Ê Đê', 'Y Bhăm Ƀuôn Ƀrah Niê Kdăm, H’Ƀĭn Êƀan, Čư̆ M̆gar'],
    ['Gia Rai', 'Rơčom H’Ŭk, Ksor Blŏ̆, Kpă Klơ̆ng, Siu Ƀŭk ĕ ê̆ ô̆'],
    ['Ba Na', 'Đinh Yŭ, Bơhnar Kon Kơxŏm, A Ñĕn, Y Ƀĭk'],
    ["Cơ Ho and M'Nông", 'K’Brĕ̀p, N̆Jŭng, Điểu K’Rñê̆, Bu Prâng Ndŏ̂'],
    ['Tày and Mông', 'Nông Thị Slao, Vàng Mí Sính, Hoàng Ẽm, Giàng Thị Sầu'],
    ['those of neighbours', 'Müller, Łukasz Żółć, Đorđe, Şahin, Ōno'],
  ])('writes the letters of %s', async (_, name) => {
    const { id: lesson } = await trainingClass(api, {}, DAYS);
    const { id } = await personRegistered(api, lesson, 'o-2', { name });
    const pass = await passOf(api, id);
    api.clock.now = new Date(NOW);
    await sync([{ pass }], lesson);
    const text = textOf(Buffer.from((await ask(id, 'o-2')).text, 'base64'));
    expect(text.normalize('NFC').replaceAll(' ', '')).toContain(name.normalize('NFC').replaceAll(' ', ''));
    expect(text).not.toContain('Bản in này');
  });

  it('says that it lacks letters of other scripts', async () => {
    const { id: lesson } = await trainingClass(api, {}, { ...DAYS, title: 'Lớp 🏮 nghề' });
    const { id } = await personRegistered(api, lesson, 'o-3', { name: 'Trần 陳大文' });
    const pass = await passOf(api, id);
    api.clock.now = new Date(NOW);
    await sync([{ pass }], lesson);
    const text = textOf(Buffer.from((await ask(id, 'o-3')).text, 'base64'));
    for (const said of ['Trần ?', 'Lớp nghề', 'Bản in này không có một số chữ']) expect(text).toContain(said);
  });

  it('of a person with a long name and title breaks lines between words and stays on one page', async () => {
    const long = Array.from({ length: 25 }, () => 'Nguyễn').join(' ');
    const { id: lesson } = await trainingClass(api, {}, { ...DAYS, title: long });
    const { id } = await personRegistered(api, lesson, 'o-1', { name: long });
    const pass = await passOf(api, id);
    api.clock.now = new Date(NOW);
    await sync([{ pass }], lesson);
    const pdf = Buffer.from((await ask(id, 'o-1')).text, 'base64');
    expect(pdf.toString('latin1').match(/\/Type \/Page\n/g)).toHaveLength(1);
    expect(textOf(pdf).split('Nguyễn')).toHaveLength(51);
  });
});

describe('attendance', () => {
  it('of a hundred passes goes in one request, each line by itself; a hundred and one are too many', async () => {
    const { id: big } = await trainingClass(api, { capacity: 200 }, DAYS);
    const made = await Promise.all(
      Array.from({ length: 99 }, async (_, index) => (await personRegistered(api, big, `m-${index}`)).id as string),
    );
    const passes = await Promise.all(made.map((id) => passOf(api, id)));
    api.clock.now = new Date(NOW);
    const found = await codes([...passes.map((pass) => ({ pass })), { pass: 'not-a-pass' }], big);
    expect(found).toEqual([...passes.map(() => 'counted'), 'pass_forged']);
    expect(await visits(big)).toHaveLength(99);
    const many = await api.ask('POST', `/v1/events/${big}/attendance`, {
      as: OFFICER,
      body: { mode: 'each', scans: Array.from({ length: 101 }, () => ({ pass: 'x', scannedAt: NOW })) },
    });
    expectProblem(many, 400);
  });

  it('is for officers of the event only, and stands in the audit of the registration', async () => {
    const { id, pass } = await holder('n-1');
    api.clock.now = new Date(NOW);
    const body = { mode: 'each', scans: [{ pass, scannedAt: NOW }] };
    for (const as of [BUYER, 'n-1', OWNER, OTHER_OFFICER])
      expectProblem(await api.ask('POST', `/v1/events/${event}/attendance`, { as, body }), 403);
    await sync([{ pass }]);
    const audit = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: id } });
    expect(audit.body.items[0]).toMatchObject({ action: 'registration.attend', actor: OFFICER });
    expect((await registrationNow(api, id)).status).toBe('confirmed');
  });

  it("of a product counts its registration's pass, which its producer's members show", async () => {
    api.clock.now = new Date(BEFORE);
    const { id: market } = await fair(api, {}, DAYS);
    const { product } = await starredProduct(api);
    const { id } = await productRegistered(api, market, product);
    const pass = await passOf(api, id, OWNER);
    api.clock.now = new Date(NOW);
    expect(await codes([{ pass }], market)).toEqual(['counted']);
  });
});
