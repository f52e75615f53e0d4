import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateKind } from '#shared/data/recognition/certificate-store.ts';
import { loadDocument, saveActions } from '#shared/data/table/document.ts';
import type { Certificate } from '#shared/domain/recognition/certificate.ts';
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
import { certificateInput, certified, draft, publishedProduct, verifiedProducer } from '#test/support/journey.ts';
import { faultsOf } from '#test/support/responses.ts';

const TODAY = '2026-11-23';

let api: Api;
let product: string;
let elsewhere: string;
beforeAll(async () => {
  api = await startApi({ now: `${TODAY}T03:00:00Z`, stream: false });
  const producer = await verifiedProducer(api);
  product = (await publishedProduct(api, producer)).id;
  const other = await verifiedProducer(api, { name: 'Long Dương', commune: '15865' }, OTHER_OWNER, OTHER_OFFICER);
  const sea = { name: 'Moi sấy', originCommune: { code: '15865', list: 'current' } };
  elsewhere = (await publishedProduct(api, other, sea, OTHER_OWNER, OTHER_OFFICER)).id;
});
afterAll(() => api.stop());

let serial = 0;
const enter = (over: object = {}, as = OFFICER, of = product): Promise<Reply> => {
  serial += 1;
  return api.ask('POST', '/v1/certificates', { as, body: certificateInput(of, { number: `N-${serial}`, ...over }) });
};
const on = (day: string) => ({ decisionDate: day, issuedOn: day });
const issuer = (level: string) => ({ issuer: { name: 'Cơ quan', level } });
const change = (id: string, action: string, body: object, etag = '*', as = OFFICER) =>
  api.ask('POST', `/v1/certificates/${id}/${action}`, { as, headers: { 'if-match': etag }, body });

describe('who recognises which star under which decision', () => {
  const COMPETENT: Record<string, [day: string, ...levels: string[]]> = {
    '1048/QĐ-TTg': ['2022-05-05', 'province', 'province', 'ministry'],
    '148/QĐ-TTg': ['2024-05-05', 'district', 'province', 'ministry'],
    '1489/QĐ-TTg': ['2025-08-05', 'province', 'province', 'ministry'],
    '26/2026/QĐ-TTg': ['2026-08-05', 'province', 'province', 'ministry'],
  };
  const cases = Object.entries(COMPETENT).flatMap(([regime, [day, ...levels]]) =>
    [3, 4, 5].flatMap((stars, index) =>
      ['district', 'province', 'ministry'].map(
        (level) => [regime, day, stars, level, levels[index] === level ? 201 : 422] as const,
      ),
    ),
  );
  it.each(cases)('%s on %s: %i stars by a %s are answered %i', async (regime, day, stars, level, status) => {
    const reply = await enter({ regime, stars, ...on(day), ...issuer(level) });
    expect(reply.status, reply.text).toBe(status);
    if (status === 422) expect(faultsOf(reply)).toEqual(['/issuer/level issuer_not_competent']);
  });

  it.each([
    ['1048/QĐ-TTg', '2019-08-20', 'province', '/regime regime_not_in_force'],
    ['1048/QĐ-TTg', '2019-08-21', 'province', null],
    ['1048', '2023-02-23', 'province', null],
    ['1048/QĐ-TTg', '2023-02-24', 'province', '/regime regime_not_in_force'],
    ['148/QĐ-TTg', '2023-02-23', 'district', '/regime regime_not_in_force'],
    ['148/QĐ-TTg', '2023-02-24', 'district', null],
    ['148/QĐ-TTg', '2025-07-05', 'district', null],
    ['148/QĐ-TTg', '2025-07-05', 'province', '/issuer/level issuer_not_competent'],
    ['148/QĐ-TTg', '2025-07-06', 'district', '/issuer/level issuer_not_competent'],
    ['148/QĐ-TTg', '2025-07-06', 'province', null],
    ['1489/QĐ-TTg', '2025-07-05', 'province', '/regime regime_not_in_force'],
    ['148/QĐ-TTg', '2026-07-21', 'province', null],
    ['148/QĐ-TTg', '2026-07-22', 'province', '/regime regime_not_in_force'],
    ['26/2026/QĐ-TTg', '2026-05-21', 'province', '/regime regime_not_in_force'],
    ['26/2026', '2026-05-22', 'province', null],
  ])('%s on %s, three stars by a %s: %s', async (regime, day, level, fault) => {
    const reply = await enter({ regime, stars: 3, ...on(day), ...issuer(level) });
    expect(faultsOf(reply)).toEqual(fault === null ? [] : [fault]);
    expect(reply.status, reply.text).toBe(fault === null ? 201 : 422);
  });
});

describe('scores', () => {
  const NEW = { regime: '26/2026/QĐ-TTg', ...on('2026-08-05') };
  const OLD = { regime: '1048/QĐ-TTg', ...on('2022-05-05') };
  it.each([
    ['90 is five stars', { ...NEW, stars: 5, ...issuer('ministry'), scores: { a: 36, b: 22, c: 32 } }, []],
    [
      '89.99 is never rounded up',
      { ...NEW, stars: 5, ...issuer('ministry'), scores: { a: 36, b: 22, c: 31.99 } },
      ['/stars stars_above_band'],
    ],
    ['a missed gate may lower the star', { ...NEW, stars: 4, scores: { a: 40, b: 25, c: 30 } }, []],
    ['70 is four', { ...NEW, stars: 4, scores: { a: 30, b: 20, c: 20 } }, []],
    ['a total of 70 is four', { ...NEW, stars: 4, scoreTotal: 70 }, []],
    ['a total of 69.99 is three', { ...NEW, stars: 4, scoreTotal: 69.99 }, ['/stars stars_above_band']],
    ['a total beside its parts', { ...NEW, stars: 4, scoreTotal: 70, scores: { a: 30, b: 20, c: 20 } }, []],
    [
      'another total than its parts',
      { ...NEW, stars: 4, scoreTotal: 70.01, scores: { a: 30, b: 20, c: 20 } },
      ['/scoreTotal score_total_differs'],
    ],
    ['a product code', { ...NEW, productCode: '37-14329-01-2026' }, []],
    ['a product code with dashes and blanks', { ...NEW, productCode: '37 – 14329 – 1 – 2025' }, []],
    ['an older product code', { ...NEW, productCode: '36-366-13966-02-2021' }, []],
    ['a code of no province', { ...NEW, productCode: '36-14329-01-2026' }, ['/productCode product_code_invalid']],
    ['a code of no year', { ...NEW, productCode: '37-14329-01-2017' }, ['/productCode product_code_invalid']],
    ['a code of next year', { ...NEW, productCode: '37-14329-01-2099' }, ['/productCode product_code_invalid']],
    ['a code without a serial', { ...NEW, productCode: '37-14329-2025' }, ['/productCode product_code_invalid']],
    ['69.99 is three', { ...NEW, stars: 4, scores: { a: 30, b: 20, c: 19.99 } }, ['/stars stars_above_band']],
    ['50 is three', { ...NEW, stars: 3, scores: { a: 20, b: 15, c: 15 } }, []],
    ['49.99 is no certificate', { ...NEW, stars: 3, scores: { a: 20, b: 15, c: 14.99 } }, ['/stars stars_above_band']],
    ['a sum of fractions is not lost to binary', { ...NEW, stars: 4, scores: { a: 30.1, b: 20.2, c: 19.7 } }, []],
    [
      'parts have their maxima',
      { ...NEW, stars: 4, scores: { a: 40.1, b: 25.1, c: 35.1 } },
      ['/scores/a part_above_maximum', '/scores/b part_above_maximum', '/scores/c part_above_maximum'],
    ],
    ['the maxima of 2019 were others', { ...OLD, stars: 4, scores: { a: 35, b: 25, c: 40 } }, []],
    [
      '36 was too much for part A in 2019',
      { ...OLD, stars: 4, scores: { a: 36, b: 25, c: 40 } },
      ['/scores/a part_above_maximum'],
    ],
  ])('%s', async (_, over, faults) => {
    const reply = await enter(over);
    expect(faultsOf(reply)).toEqual(faults);
    expect(reply.status, reply.text).toBe(faults.length === 0 ? 201 : 422);
  });
});

describe('entering a certificate', () => {
  it('names all broken rules at once', async () => {
    const reply = await enter({
      decisionDate: '2026-12-02',
      issuedOn: '2026-12-01',
      regime: '148/QĐ-TTg',
      stars: 5,
      scores: { a: 41, b: 1, c: 1 },
    });
    expect(reply.status).toBe(422);
    expect(faultsOf(reply)).toEqual([
      '/decisionDate in_the_future',
      '/issuedOn before_decision',
      '/issuedOn in_the_future',
      '/regime regime_not_in_force',
      '/scores/a part_above_maximum',
    ]);
  });

  it('names all malformed fields at once', async () => {
    const reply = await enter({
      number: ' ',
      decisionDate: '2025-02-30',
      issuedOn: 'hôm nay',
      issuer: { name: 'A', level: 'commune', more: 1 },
      regime: '999/QĐ-TTg',
      criteriaSet: 27,
      stars: 2,
      scores: { a: -1, b: 0 },
      validTo: '2099-01-01',
    });
    expect(reply.status).toBe(400);
    expect(faultsOf(reply)).toEqual([
      '/criteriaSet too_big',
      '/decisionDate invalid_date',
      '/issuedOn invalid_date',
      '/issuer/level invalid_value',
      '/issuer/more unknown_field',
      '/number blank',
      '/regime invalid_value',
      '/scores/a too_small',
      '/scores/c required',
      '/stars invalid_format',
      '/validTo unknown_field',
    ]);
  });

  it('takes a number once per product, whatever its case and spaces', async () => {
    expect((await enter({ number: 'OCOP 7/2025' })).status).toBe(201);
    const again = await enter({ number: 'ocop  7/2025' });
    expect([again.status, again.body.code]).toEqual([409, 'already_exists']);
  });

  it('takes a certificate of today, and of a decision long before its issue', async () => {
    const reply = await enter({ regime: '26/2026/QĐ-TTg', decisionDate: '2026-07-01', issuedOn: TODAY });
    expect(reply.status, reply.text).toBe(201);
    expect(reply.body).toMatchObject({ validTo: '2029-11-23', effectiveTo: '2029-11-23', status: 'active' });
    expect(reply.headers.location).toBe(`/v1/certificates/${reply.body.id}`);
  });

  it('is for officers of the territory, and of the ministry', async () => {
    expect((await enter({}, OTHER_OFFICER)).status).toBe(403);
    expect((await enter({}, OWNER)).status).toBe(403);
    expect((await enter({}, BUYER)).status).toBe(403);
    expect((await enter({}, CENTRAL_OFFICER)).status).toBe(201);
    const hidden = await draft(api, await verifiedProducer(api, { name: 'Ẩn' }), { name: 'Nháp' });
    expect((await enter({}, OTHER_OFFICER, hidden.id)).status).toBe(404);
    expect((await enter({}, OFFICER, 'prd_01JD0000000000000000000000')).status).toBe(404);
  });
});

describe('the public face', () => {
  it('tells what was decided and holds no scores, evidence or names of officers', async () => {
    const { body } = await enter({ scores: { a: 30, b: 20, c: 25 }, evidence: 'Bản chụp' });
    const page = await api.ask('GET', `/v1/certificates/${body.id}`);
    expect(page.body).toMatchObject({
      id: body.id,
      stars: 4,
      product: { id: product },
      decisionNumber: '123/QĐ-UBND',
      decisionDate: '2025-08-01',
      issuer: { name: 'UBND tỉnh Ninh Bình', level: 'province' },
      regime: '148/QĐ-TTg',
      issuedOn: '2025-08-01',
      validTo: '2028-08-01',
      effectiveTo: '2028-08-01',
      extension: null,
      revocation: null,
    });
    expect(page.text).not.toMatch(/scores|Bản chụp|officer-/);
    const review = await api.ask('GET', `/v1/reviews/${body.id}`, { as: OFFICER });
    expect(review.body).toMatchObject({ scores: { a: 30 }, evidence: 'Bản chụp', enteredBy: OFFICER });
    expect((await api.ask('GET', '/v1/certificates/crt_01JD0000000000000000000000')).status).toBe(404);
    expect((await api.ask('GET', `/v1/certificates/${product}`)).status).toBe(404);
  });
});

describe('a correction', () => {
  it('keeps what it replaced with the reason and the officer, each time', async () => {
    const { body, headers } = await enter({ stars: 3 });
    const first = await change(body.id, 'correct', { stars: 4, reason: 'Gõ nhầm sao' }, headers.etag);
    expect(first.status, first.text).toBe(200);
    const second = await change(
      body.id,
      'correct',
      { number: `N-${serial}/B`, reason: 'Thiếu ký hiệu' },
      first.headers.etag,
    );
    expect(second.body.corrections).toMatchObject([
      { by: OFFICER, reason: 'Gõ nhầm sao', before: { stars: 3 } },
      { by: OFFICER, reason: 'Thiếu ký hiệu', before: { stars: 4, number: body.number } },
    ]);
    expect((await api.ask('GET', `/v1/certificates/${body.id}`)).body).toMatchObject({
      stars: 4,
      number: `N-${serial}/B`,
    });
  });

  it('cannot take the number of another certificate of the product, but may spell its own anew', async () => {
    await enter({ number: 'Số 1/Trùng' });
    const { body } = await enter({ number: 'Số 2/Riêng' });
    const taken = await change(body.id, 'correct', { number: 'số 1 / trùng', reason: 'Thử' });
    expect([taken.status, taken.body.code]).toEqual([409, 'already_exists']);
    expect((await change(body.id, 'correct', { number: 'SỐ 2/RIÊNG', reason: 'Chữ hoa' })).status).toBe(200);
  });

  it('is judged by the same rules, and by the decision as it stood on the corrected day', async () => {
    const { body } = await enter();
    const future = await change(body.id, 'correct', { issuedOn: '2026-11-24', reason: 'Thử' });
    expect([future.status, ...faultsOf(future)]).toEqual([422, '/issuedOn in_the_future']);
    const five = await change(body.id, 'correct', { stars: 5, reason: 'Thử' });
    expect([five.status, ...faultsOf(five)]).toEqual([422, '/issuer/level issuer_not_competent']);
    const earlier = await change(body.id, 'correct', { ...on('2024-05-05'), reason: 'Nhầm năm' });
    expect(earlier.status, earlier.text).toBe(200);
    expect(earlier.body).toMatchObject({ regime: '148/QĐ-TTg', validTo: '2027-05-05' });
    const three = await change(body.id, 'correct', { stars: 3, reason: 'Thử' });
    expect([three.status, ...faultsOf(three)]).toEqual([422, '/issuer/level issuer_not_competent']);
  });

  it('needs a reason, something to correct, and the ETag of what is corrected', async () => {
    const { body, headers } = await enter();
    const as = { as: OFFICER };
    const path = `/v1/certificates/${body.id}/correct`;
    expect((await api.ask('POST', path, { ...as, body: { stars: 3, reason: 'x' } })).status).toBe(428);
    expect(faultsOf(await change(body.id, 'correct', { stars: 3 }))).toEqual(['/reason required']);
    expect((await change(body.id, 'correct', { reason: 'x' })).status).toBe(400);
    expect((await change(body.id, 'correct', { stars: 3, reason: 'x' }, '"99-x"')).status).toBe(412);
    expect((await change(body.id, 'correct', { product: elsewhere, reason: 'x' })).status).toBe(400);
    expect((await change(body.id, 'correct', { stars: 3, reason: 'x' }, headers.etag)).status).toBe(200);
    expect((await change(body.id, 'correct', { stars: 4, reason: 'x' }, headers.etag)).status).toBe(412);
  });
});

describe('a revocation', () => {
  it('is told to the public with its decision and ground, once, and ends extensions', async () => {
    const { body } = await enter();
    const revocation = { decisionNumber: '9/QĐ', decisionDate: '2026-11-20', ground: 'c', reason: 'Vi phạm nhãn' };
    const revoked = await change(body.id, 'revoke', revocation);
    expect(revoked.status, revoked.text).toBe(200);
    const page = await api.ask('GET', `/v1/certificates/${body.id}`);
    expect(page.body).toMatchObject({
      status: 'revoked',
      revocation: { decisionNumber: '9/QĐ', decisionDate: '2026-11-20', ground: 'c' },
    });
    for (const [action, again] of [
      ['revoke', revocation],
      ['extend', { effectiveTo: '2028-09-01', basis: 'Điều 12' }],
    ] as const) {
      const reply = await change(body.id, action, again);
      expect([reply.status, reply.body.code]).toEqual([409, 'state_conflict']);
    }
  });

  it.each([
    ['2026-11-24', 422, 'in_the_future'],
    ['2025-07-31', 422, 'before_issue'],
    ['2025-08-01', 200, ''],
    [TODAY, 200, ''],
  ])('decided on %s is answered %i %s', async (decisionDate, status, code) => {
    const { body } = await enter();
    const reply = await change(body.id, 'revoke', { decisionNumber: '9/QĐ', decisionDate, ground: 'a' });
    expect(reply.status, reply.text).toBe(status);
    expect(faultsOf(reply)).toEqual(code === '' ? [] : [`/decisionDate ${code}`]);
  });

  it('has one of six grounds', async () => {
    const { body } = await enter();
    const reply = await change(body.id, 'revoke', { decisionNumber: '9/QĐ', decisionDate: TODAY, ground: 'g' });
    expect([reply.status, ...faultsOf(reply)]).toEqual([400, '/ground invalid_value']);
  });

  it('is for officers of the territory', async () => {
    const { body } = await enter();
    const revocation = { decisionNumber: '9/QĐ', decisionDate: TODAY, ground: 'a' };
    for (const as of [OTHER_OFFICER, OWNER, BUYER]) {
      expect((await change(body.id, 'revoke', revocation, '*', as)).status).toBe(403);
    }
    expect((await change(body.id, 'revoke', revocation, '*', CENTRAL_OFFICER)).status).toBe(200);
  });
});

describe('a revocation that was a mistake', () => {
  const REVOCATION = { decisionNumber: '9/QĐ', decisionDate: '2026-11-20', ground: 'c', reason: 'Vi phạm nhãn' };
  const MISTAKE = { reason: 'Nhập nhầm sản phẩm' };
  let own: string;
  const revoked = async () => {
    serial += 1;
    const producer = await verifiedProducer(api, { name: `Chủ thể ${serial}` });
    own = (await publishedProduct(api, producer, { name: `Sản phẩm ${serial}` })).id;
    const { body } = await enter({}, OFFICER, own);
    const reply = await change(body.id, 'revoke', REVOCATION);
    expect(reply.status, reply.text).toBe(200);
    return { id: body.id as string, etag: reply.headers.etag ?? '', number: body.number as string };
  };
  const starOf = async () => (await api.ask('GET', `/v1/products/${own}`)).body.stars;
  const atTime = async <T>(instant: string, act: () => Promise<T>): Promise<T> => {
    const before = api.clock.now;
    api.clock.now = new Date(instant);
    try {
      return await act();
    } finally {
      api.clock.now = before;
    }
  };

  it('is taken back with a reason: the star is back at once, and officers see what was recorded', async () => {
    const { id, etag } = await revoked();
    expect(await starOf()).toBeNull();
    const reply = await change(id, 'reinstate', MISTAKE, etag);
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body).toMatchObject({
      status: 'active',
      revocation: null,
      reversedRevocations: [{ ...MISTAKE, by: OFFICER, revocation: { ...REVOCATION, by: OFFICER } }],
    });
    expect(await starOf()).toBe(4);
    const review = await api.ask('GET', `/v1/reviews/${id}`, { as: OFFICER });
    expect(review.body.reversedRevocations).toEqual(reply.body.reversedRevocations);
    const audit = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: id } });
    expect(audit.body.items).toMatchObject([
      { action: 'certificate.reinstate', from: 'revoked', to: 'entered', reason: MISTAKE.reason, actor: OFFICER },
      { action: 'certificate.revoke', reason: 'Vi phạm nhãn' },
      { action: 'certificate.create' },
    ]);
  });

  it('leaves the public page as if it had not been, and the certificate can be corrected, extended and revoked again', async () => {
    const { id, number } = await revoked();
    await change(id, 'reinstate', MISTAKE);
    const page = await api.ask('GET', `/v1/certificates/${id}`);
    expect(page.body).toMatchObject({ status: 'active', revocation: null, number });
    expect(page.body).not.toHaveProperty('reversedRevocations');
    expect(page.text).not.toContain(MISTAKE.reason);
    const listed = await api.ask('GET', '/v1/certificates', { as: OFFICER, query: { limit: 100 } });
    expect(listed.body.items.filter((one: { id: string }) => one.id === id)).toHaveLength(1);
    for (const [action, body] of [
      ['correct', { decisionNumber: '124/QĐ-UBND', reason: 'Gõ nhầm' }],
      ['extend', { effectiveTo: '2028-09-01', basis: 'Điều 12' }],
      ['revoke', REVOCATION],
    ] as const)
      expect((await change(id, action, body)).status).toBe(200);
  });

  it.each([
    ['2026-12-23T16:59:59Z', 200],
    ['2026-12-23T17:00:00Z', 409],
  ])('recorded on 2026-11-23 can be taken back at %s: %i', async (instant, status) => {
    const { id } = await revoked();
    const reply = await atTime(instant, () => change(id, 'reinstate', MISTAKE));
    expect(reply.status, reply.text).toBe(status);
    if (status === 409) {
      expect([reply.body.code, reply.body.detail]).toEqual(['state_conflict', expect.stringContaining('23/12/2026')]);
      expect((await api.ask('GET', `/v1/certificates/${id}`)).body.status).toBe('revoked');
    }
  });

  it('is not taken back without a reason, without the ETag, with a stale one, twice, or where there is none', async () => {
    const { id, etag } = await revoked();
    expect(faultsOf(await change(id, 'reinstate', {}))).toEqual(['/reason required']);
    const bare = await api.ask('POST', `/v1/certificates/${id}/reinstate`, { as: OFFICER, body: MISTAKE });
    expect(bare.status).toBe(428);
    expect((await change(id, 'reinstate', MISTAKE, '"1-x"')).status).toBe(412);
    expect((await change(id, 'reinstate', MISTAKE, etag)).status).toBe(200);
    expect((await change(id, 'reinstate', MISTAKE)).body.code).toBe('state_conflict');
  });

  it('is for officers of the territory', async () => {
    const { id } = await revoked();
    for (const as of [OTHER_OFFICER, OWNER, BUYER])
      expect((await change(id, 'reinstate', MISTAKE, '*', as)).status).toBe(403);
    expect((await change(id, 'reinstate', MISTAKE, '*', CENTRAL_OFFICER)).status).toBe(200);
  });

  it('can be repeated up to a bound, so that the record stays of a size', async () => {
    const { id } = await revoked();
    for (let round = 0; round < 20; round += 1) {
      expect((await change(id, 'reinstate', MISTAKE)).status).toBe(200);
      expect((await change(id, 'revoke', REVOCATION)).status).toBe(200);
    }
    expect((await change(id, 'reinstate', MISTAKE)).body.code).toBe('state_conflict');
  });

  it('that was recorded before reversals were kept can be taken back', async () => {
    const { id } = await revoked();
    const stored = await loadDocument(api.context(OFFICER).reader, certificateKind, id, { consistent: true });
    if (!stored) throw new Error('no certificate');
    const { reversedRevocations: _, ...older } = stored.value;
    const save = saveActions({ kind: certificateKind, before: stored, after: older as Certificate });
    await api.context(OFFICER).writer.transact(save, randomUUID());
    expect((await change(id, 'reinstate', MISTAKE)).status).toBe(200);
  });
});

describe('the list of certificates', () => {
  const listed = async (as: string, query: Record<string, string | number> = {}): Promise<string[]> => {
    const ids: string[] = [];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const reply = await api.ask('GET', '/v1/certificates', {
        as,
        query: { limit: 7, ...query, ...(cursor ? { cursor } : {}) },
      });
      expect(reply.status, reply.text).toBe(200);
      ids.push(...reply.body.items.map(({ id }: { id: string }) => id));
      cursor = reply.body.next;
    }
    return ids;
  };

  it('shows what ends within so many days, today included and the lapsed not, the nearest first', async () => {
    const made: string[] = [];
    for (const day of ['2023-11-22', '2023-11-23', '2023-12-22', '2023-12-23', '2023-12-24']) {
      made.push((await certified(api, product, { number: `H-${day}`, ...on(day) })).id);
    }
    const [lapsed = '', today = '', in29 = '', in30 = '', in31 = ''] = made;
    const within = async (days: number) =>
      (await listed(OFFICER, { expiringWithinDays: days })).filter((id) => made.includes(id));
    expect(await within(0)).toEqual([today]);
    expect(await within(29)).toEqual([today, in29]);
    expect(await within(30)).toEqual([today, in29, in30]);
    expect(await within(31)).toEqual([today, in29, in30, in31]);
    expect(await listed(OFFICER)).toContain(lapsed);

    await change(in30, 'extend', { effectiveTo: '2027-03-01', basis: 'Điều 12' });
    await change(today, 'revoke', { decisionNumber: '1', decisionDate: TODAY, ground: 'b' });
    expect(await within(31)).toEqual([in29, in31]);
    expect(await within(98)).toEqual([in29, in31, in30]);
    expect(await listed(OFFICER)).not.toContain(today);
  });

  it('is bounded by the territory', async () => {
    const { id: here } = await certified(api, product, { number: 'T-1' });
    const { id: there } = await certified(api, elsewhere, { number: 'T-2' }, OTHER_OFFICER);
    expect(await listed(OFFICER)).toContain(here);
    expect(await listed(OFFICER)).not.toContain(there);
    expect(await listed(OTHER_OFFICER)).toEqual([there]);
    expect(await listed(CENTRAL_OFFICER)).toEqual(expect.arrayContaining([here, there]));
    expect(await listed(CENTRAL_OFFICER, { province: 'Thanh Hóa' })).toEqual([there]);
    expect((await api.ask('GET', '/v1/certificates?province=38', { as: OFFICER })).status).toBe(403);
    for (const as of [OWNER, BUYER]) expect((await api.ask('GET', '/v1/certificates', { as })).status).toBe(403);
  });

  it('refuses windows that are none', async () => {
    for (const days of ['-1', '1.5', 'x', '3651'])
      expect(
        (await api.ask('GET', `/v1/certificates?expiringWithinDays=${days}`, { as: OFFICER })).status,
      ).toBeGreaterThanOrEqual(400);
  });
});

describe('the audit of a certificate', () => {
  it('tells every deed, who did it and why, to officers of the territory only', async () => {
    const { body } = await enter();
    await change(body.id, 'correct', { stars: 3, reason: 'Gõ nhầm' });
    await change(body.id, 'revoke', { decisionNumber: '9/QĐ', decisionDate: TODAY, ground: 'a', reason: 'Giả mạo' });
    const reply = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: body.id } });
    expect(reply.body.items).toMatchObject([
      { action: 'certificate.revoke', from: 'entered', to: 'revoked', reason: 'Giả mạo', actor: OFFICER },
      { action: 'certificate.correct', reason: 'Gõ nhầm', changed: ['stars'] },
      { action: 'certificate.create', to: 'entered' },
    ]);
    expect((await api.ask('GET', '/v1/audit', { as: OTHER_OFFICER, query: { subject: body.id } })).status).toBe(403);
  });
});
