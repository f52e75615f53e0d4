import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readAudit } from '#shared/data/audit/audit-store.ts';
import { putOutcome } from '#shared/data/outcomes/outcome-store.ts';
import { addDays } from '#shared/platform/vietnam-day.ts';
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
import { ongoingEvent, outcomeInput, report } from '#test/support/cases-outcomes.ts';
import { idOf, writeAll } from '#test/support/catalogue.ts';
import { givenEvent } from '#test/support/events.ts';
import { producerInput, publishedProduct, verifiedProducer } from '#test/support/journey.ts';
import { codesOf, expectProblem, expectResponse, idsOf, placesOf } from '#test/support/responses.ts';
import { untilDecided } from '#test/support/stock.ts';
import { expectRowsDerived } from '#test/support/table.ts';

let api: Api;
let mine: string;
let theirs: string;
beforeAll(async () => {
  api = await startApi({ stream: false });
  mine = await verifiedProducer(api, { name: 'HTX Cói Kim Sơn' });
  theirs = await verifiedProducer(api, { name: 'Nem Yên Mạc' }, OTHER_OWNER);
});
afterAll(() => api.stop());

const list = (event: string, as = OFFICER, query = {}): Promise<Reply> =>
  api.ask('GET', `/v1/events/${event}/outcomes`, { as, query });
const eventReport = (event: string, as = OFFICER, format = 'json'): Promise<Reply> =>
  api.ask('GET', `/v1/events/${event}/report`, { as, query: { format } });
const yearReport = (query: Record<string, string>, as = OFFICER): Promise<Reply> =>
  api.ask('GET', '/v1/reports/events', { as, query });
const at = async <T>(instant: string, run: () => Promise<T>): Promise<T> => {
  const usual = api.clock.now;
  api.clock.now = new Date(instant);
  try {
    return await run();
  } finally {
    api.clock.now = usual;
  }
};
const must = (reply: Reply): Reply => {
  expect(reply.status, reply.text).toBe(200);
  return reply;
};

const FIGURES = ['contracts', 'contractsVnd', 'memoranda', 'turnoverVnd', 'visitors'] as const;
type Figures = Record<(typeof FIGURES)[number], number | null>;
const NONE: Figures = { contracts: 0, contractsVnd: null, memoranda: 0, turnoverVnd: 0, visitors: 0 };
/** Added up apart from the code under test. */
const added = (items: readonly Figures[]): Figures =>
  items.reduce<Figures>(
    (sum, item) =>
      Object.fromEntries(
        FIGURES.map((name) => [
          name,
          sum[name] === null && item[name] === null ? null : Number(sum[name]) + Number(item[name]),
        ]),
      ) as Figures,
    NONE,
  );

describe('a report of what came of an event', () => {
  it('is taken from a member for its producer, and from an officer for any producer and for the event itself', async () => {
    const { id } = await ongoingEvent(api, [mine]);
    const own = must(await report(api, id, outcomeInput(mine), OWNER));
    expectResponse('reportOutcome', own);
    expect(own.body).toEqual({
      producer: { id: mine, name: 'HTX Cói Kim Sơn' },
      contracts: 2,
      contractsVnd: 350_000_000,
      memoranda: 1,
      turnoverVnd: 48_500_000,
      visitors: 900,
      note: 'Ký với hai siêu thị.',
      reportedBy: OWNER,
      reportedAt: api.clock.now.toISOString(),
    });
    must(await report(api, id, { producer: theirs, contracts: 0, memoranda: 3, turnoverVnd: 7, visitors: 1 }));
    must(await report(api, id, outcomeInput(undefined, { visitors: 12_000 }), CENTRAL_OFFICER));

    const all = must(await list(id));
    expectResponse('listOutcomes', all);
    const seen = all.body.items.map((item: { producer: { id: string } | null; reportedBy: string }) => [
      item.producer?.id ?? null,
      item.reportedBy,
    ]);
    expect(seen).toEqual([
      [null, CENTRAL_OFFICER],
      [mine, OWNER],
      [theirs, OFFICER],
    ]);
    expect(all.body.items[2]).toMatchObject({ contractsVnd: null, note: null });
    expect(all.body.sum).toEqual({ reports: 3, contractsVndFrom: 2, ...added(all.body.items) });
    await expectRowsDerived(api);
  });

  it('takes the place of the earlier one of its subject, which the audit keeps', async () => {
    const { id } = await ongoingEvent(api, [mine]);
    must(await report(api, id, outcomeInput(mine, { turnoverVnd: 10 }), OWNER));
    await at('2026-11-24T03:00:00Z', async () => {
      must(
        await report(api, id, outcomeInput(mine, { turnoverVnd: 25, contracts: 0, contractsVnd: 0, note: undefined })),
      );
    });
    const { body } = await list(id);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      turnoverVnd: 25,
      note: null,
      reportedBy: OFFICER,
      reportedAt: '2026-11-24T03:00:00.000Z',
    });
    expect(body.sum).toMatchObject({ reports: 1, turnoverVnd: 25, contracts: 0, contractsVnd: 0 });
    const audit = await readAudit(api.context(OFFICER).reader, id, { limit: 10 });
    expect(
      audit.items.map(({ action, actor, outcome }) => [action, actor, outcome?.producer, outcome?.turnoverVnd]),
    ).toEqual([
      ['event.report-outcome', OFFICER, mine, 25],
      ['event.report-outcome', OWNER, mine, 10],
    ]);
    expect(JSON.stringify(audit)).not.toContain('siêu thị');
    await expectRowsDerived(api);
  });

  it('tells no worth of contracts any more once the only report that told it is replaced by one that does not', async () => {
    const { id } = await ongoingEvent(api, [mine]);
    must(await report(api, id, outcomeInput(mine), OWNER));
    must(await report(api, id, outcomeInput(mine, { contractsVnd: undefined }), OWNER));
    expect((await list(id)).body.sum).toMatchObject({ contracts: 2, contractsVnd: null, contractsVndFrom: 0 });
  });

  it('is taken from the Vietnamese midnight on with which the event begins, and long after it', async () => {
    const { id } = await ongoingEvent(api, [mine], { startDate: '2026-12-10', endDate: '2026-12-12' });
    await at('2026-12-09T16:59:59.999Z', async () =>
      expectProblem(await report(api, id, outcomeInput(mine), OWNER), 409, 'state_conflict'),
    );
    expect((await list(id)).body).toEqual({ items: [], sum: null });
    await at('2026-12-09T17:00:00Z', async () => must(await report(api, id, outcomeInput(mine), OWNER)));
    await at('2029-01-01T00:00:00Z', async () => must(await report(api, id, outcomeInput(mine), OFFICER)));
  });

  it('is not taken of a draft or a cancelled event, and a draft is known to its officers only', async () => {
    const draft = await ongoingEvent(api, [mine], { status: 'draft', publishedAt: null });
    expectProblem(await report(api, draft.id, outcomeInput(mine)), 409, 'state_conflict');
    for (const as of [OWNER, OTHER_OFFICER, BUYER]) {
      expectProblem(await report(api, draft.id, outcomeInput(mine), as), 404);
      expectProblem(await list(draft.id, as), 404);
      expectProblem(await eventReport(draft.id, as), 404);
    }
    must(await eventReport(draft.id));
    const cancelled = await ongoingEvent(api, [mine], {
      status: 'cancelled',
      cancellation: { at: '2026-11-20T00:00:00.000Z', by: OFFICER, reason: 'Bão' },
    });
    expectProblem(await report(api, cancelled.id, outcomeInput(mine), OWNER), 409, 'state_conflict');
  });

  it('is refused from whoever it is not up to, and read by nobody else', async () => {
    const { id } = await ongoingEvent(api, [mine]);
    must(await report(api, id, outcomeInput(mine), OWNER));
    must(await report(api, id, outcomeInput(undefined)));
    for (const as of [OTHER_OFFICER, OTHER_OWNER, BUYER]) {
      expectProblem(await report(api, id, outcomeInput(mine), as), 403);
      expectProblem(await list(id, as), 403);
    }
    expectProblem(await report(api, id, outcomeInput(undefined), OWNER), 403);
    for (const as of [OWNER, OTHER_OFFICER, BUYER]) expectProblem(await eventReport(id, as), 403);
    const own = must(await list(id, OWNER));
    expectResponse('listOutcomes', own);
    expect(own.body.items.map(({ producer }: { producer: { id: string } }) => producer.id)).toEqual([mine]);
    expect(own.body.sum).toBeNull();
    expect((await list(id)).body.sum.reports).toBe(2);
  });

  it('is taken from members of producers that have a place, and of whoever comes in later', async () => {
    const event = await givenEvent(api, {
      startDate: '2026-11-24',
      endDate: '2026-11-25',
      registration: {
        audience: 'products',
        from: '2026-11-01',
        to: '2026-11-23',
        capacity: 2,
        minStars: null,
        groups: null,
        provinces: null,
        approval: false,
      },
    });
    const register = async (index: number) => {
      const as = `owner-of-${index}`;
      const producer = await verifiedProducer(api, { name: `Đăng ký ${index}` }, as);
      const product = await publishedProduct(api, producer, { name: `Hàng đăng ký ${index}` }, as);
      const reply = await api.ask('POST', `/v1/events/${event.id}/registrations`, {
        as,
        body: { product: product.id },
      });
      expect(reply.status, reply.text).toBe(201);
      return { as, producer, id: reply.body.id as string };
    };
    const [first, second, waiting] = [await register(1), await register(2), await register(3)];
    const tell = (who: { as: string; producer: string }) => report(api, event.id, outcomeInput(who.producer), who.as);
    const participation = async () => (await eventReport(event.id)).body.participation;

    await at('2026-11-24T03:00:00Z', async () => {
      expect((await list(event.id, first.as)).body).toEqual({ items: [], sum: null });
      must(await tell(first));
      must(await tell(second));
      expectProblem(await tell(waiting), 403, 'forbidden');
      expectProblem(await list(event.id, waiting.as), 403);
      expectProblem(await report(api, event.id, outcomeInput(mine), OWNER), 403, 'forbidden');
      must(await report(api, event.id, outcomeInput(mine), OFFICER));

      const { body } = await api.ask('GET', `/v1/registrations/${first.id}/pass`, { as: first.as });
      const scans = [{ pass: body.pass, scannedAt: '2026-11-24T02:00:00Z', gate: 'Cổng chính' }];
      const synced = await api.ask('POST', `/v1/events/${event.id}/attendance`, {
        as: OFFICER,
        body: { mode: 'each', scans },
      });
      expect(synced.status, synced.text).toBe(207);
      expect(await participation()).toEqual({ registered: 3, in: 2, attended: 1 });

      const withdrawn = await api.ask('POST', `/v1/registrations/${second.id}/withdraw`, { as: second.as });
      expect(withdrawn.status, withdrawn.text).toBe(200);
      expectProblem(await tell(second), 403, 'forbidden');
      must(await tell(waiting));
      expect(await participation()).toEqual({ registered: 2, in: 2, attended: 1 });
    });
  });

  it('is of a verified producer', async () => {
    const { id } = await ongoingEvent(api, [mine]);
    const nobody = 'pdc_01JD0000000000000000000000';
    expect(codesOf(await report(api, id, outcomeInput(nobody)))).toEqual(['producer_unknown']);
    expectProblem(await report(api, id, outcomeInput(nobody), OWNER), 403);
    const waiting = await api.ask('POST', '/v1/producers', {
      as: OWNER,
      body: producerInput({ name: 'Chưa xác minh' }),
    });
    expect(codesOf(await report(api, id, outcomeInput(waiting.body.id)))).toEqual(['producer_unknown']);
    expectProblem(await report(api, id, outcomeInput(waiting.body.id), OWNER), 409, 'producer_not_verified');
    expect((await list(id)).body.items).toEqual([]);
  });

  it('names every fault of its figures at once', async () => {
    const { id } = await ongoingEvent(api, [mine]);
    const wrong = { contracts: -1, contractsVnd: 1.5, memoranda: '1', turnoverVnd: 1_000_000_000_001, profit: 1 };
    expect(placesOf(expectProblem(await report(api, id, wrong), 400))).toEqual([
      '/contracts',
      '/contractsVnd',
      '/memoranda',
      '/profit',
      '/turnoverVnd',
      '/visitors',
    ]);
    const worthless = await report(api, id, outcomeInput(mine, { contracts: 0 }));
    expectProblem(worthless, 422, 'rule_violated');
    expect(codesOf(worthless)).toEqual(['contracts_worth_without_contracts']);
  });

  it('is summed up with all others to the last dong, however many come in at once', async () => {
    const { id } = await ongoingEvent(api, [mine]);
    const producers = [mine, theirs];
    for (let index = 0; index < 4; index += 1)
      producers.push(await verifiedProducer(api, { name: `Cùng lúc ${index}` }));
    const reports = [...producers, ...producers, undefined, undefined].map((producer, index) =>
      untilDecided((key) =>
        api.ask('POST', `/v1/events/${id}/outcomes`, {
          as: OFFICER,
          headers: { 'idempotency-key': key },
          body: outcomeInput(producer, { turnoverVnd: 999_999_999_900 + index, contractsVnd: index }),
        }),
      ),
    );
    for (const reply of await Promise.all(reports)) must(reply);
    const { body } = await list(id);
    expect(body.items).toHaveLength(7);
    expect(body.sum).toEqual({ reports: 7, contractsVndFrom: 7, ...added(body.items) });
    const audit = await readAudit(api.context(OFFICER).reader, id, { limit: 100 });
    expect(audit.items).toHaveLength(14);
    expect((await eventReport(id)).body.sum).toEqual(body.sum);
    await expectRowsDerived(api);
  });

  it('comes in pages that lead on, each report once', async () => {
    const { id } = await ongoingEvent(api, [mine]);
    for (const producer of [undefined, mine, theirs]) must(await report(api, id, outcomeInput(producer)));
    const seen: unknown[] = [];
    for (let next: string | undefined = `/v1/events/${id}/outcomes?limit=1`; next !== undefined; ) {
      const page: Reply = must(await api.ask('GET', next, { as: OFFICER }));
      expect(page.body.items).toHaveLength(1);
      expect(page.body.sum.reports).toBe(3);
      seen.push(...page.body.items);
      next = /^<([^>]+)>; rel="next"$/.exec(page.headers.link ?? '')?.[1];
    }
    expect(seen).toEqual((await list(id)).body.items);
  });
});

type Line = { id: string; kind: string; sum: (Figures & { reports: number }) | null };

describe('the report of a year', () => {
  let other: Api;
  let producer: string;
  let made: Record<'first' | 'acrossYears' | 'tour' | 'cancelled' | 'ministry' | 'thanhHoa' | 'long', string>;
  const ask = (query: Record<string, string>, as = OFFICER): Promise<Reply> =>
    other.ask('GET', '/v1/reports/events', { as, query });
  beforeAll(async () => {
    other = await startApi({ stream: false, now: '2027-03-01T03:00:00Z' });
    producer = await verifiedProducer(other);
    const on = async (startDate: string, days: number, over: object = {}) =>
      (await givenEvent(other, { startDate, endDate: addDays(startDate, days - 1), ...over })).id;
    const thanhHoa = { office: 'off_38', name: 'Thanh Hóa' };
    made = {
      tour: await on('2026-07-01', 2, { kind: 'study-tour', legalBasis: null }),
      first: await on('2026-01-01', 1, { closedDates: [] }),
      long: await on('2026-10-20', 60, { closedDates: ['2026-10-21', '2026-10-22'] }),
      acrossYears: await on('2026-12-31', 3),
      cancelled: await on('2026-05-05', 1, {
        status: 'cancelled',
        cancellation: { at: '2026-05-01T00:00:00.000Z', by: OFFICER, reason: 'Bão' },
      }),
      ministry: await on('2026-06-01', 1, { organizer: { office: 'off_ministry', name: 'Trung ương' } }),
      thanhHoa: await on('2026-08-01', 1, { organizer: thanhHoa, provinces: [{ code: '38', name: 'Thanh Hóa' }] }),
    };
    await on('2025-12-31', 3);
    await on('2027-01-01', 1);
    await on('2026-09-09', 1, { status: 'draft', publishedAt: null });
    const tell = async (event: string, over: object, as = OFFICER) =>
      must(await report(other, event, outcomeInput(producer, over), as));
    await tell(made.first, { turnoverVnd: 1 });
    await tell(made.acrossYears, { turnoverVnd: 20, contractsVnd: undefined });
    await tell(made.tour, { turnoverVnd: 300, visitors: 30 });
    await tell(made.ministry, { turnoverVnd: 4_000 }, CENTRAL_OFFICER);
    await tell(made.thanhHoa, { turnoverVnd: 50_000 }, OTHER_OFFICER);
  });
  afterAll(() => other.stop());

  it('has a line for every announced event of the office that began in that year, those without a report with null', async () => {
    const reply = must(await ask({ year: '2026' }));
    expectResponse('getYearReport', reply);
    expect(reply.body.province).toEqual({ code: '37', name: 'Ninh Bình' });
    expect(idsOf(reply)).toEqual([made.first, made.cancelled, made.tour, made.long, made.acrossYears]);
    const of = (id: string) => reply.body.items.find((line: Line) => line.id === id);
    expect([made.cancelled, made.long].map((id) => of(id).sum)).toEqual([null, null]);
    expect([of(made.first), of(made.long), of(made.cancelled)].map(({ days, status }) => [days, status])).toEqual([
      [1, 'finished'],
      [58, 'finished'],
      [1, 'cancelled'],
    ]);
    expect(of(made.acrossYears).sum).toMatchObject({ reports: 1, turnoverVnd: 20, contractsVnd: null });
    expect(of(made.tour)).toMatchObject({ legalBasis: null, kind: 'study-tour', startDate: '2026-07-01' });
    expect(of(made.first).legalBasis).toEqual({ number: '12/KH-UBND', date: '2026-10-01' });
  });

  it('sums up by kind and altogether what its lines say', async () => {
    const { body } = await ask({ year: '2026' });
    expect(
      body.byKind.map(({ kind, events, reported, sum }: Record<string, Figures>) => [
        kind,
        events,
        reported,
        sum?.turnoverVnd,
      ]),
    ).toEqual([
      ['fair', 4, 2, 21],
      ['study-tour', 1, 1, 300],
    ]);
    expect(body.total).toMatchObject({ events: 5, reported: 3, sum: { reports: 3, contractsVndFrom: 2 } });
    const seen = body.items.flatMap(({ sum }: Line) => (sum ? [sum] : []));
    expect(body.total.sum).toMatchObject(added(seen));
  });

  it("is of the whole country for the ministry, of the province that it asks for, and nowhere beyond an officer's territory", async () => {
    const all = must(await ask({ year: '2026' }, CENTRAL_OFFICER));
    expectResponse('getYearReport', all);
    expect(all.body.province).toBeNull();
    expect(idsOf(all)).toEqual([
      made.first,
      made.cancelled,
      made.ministry,
      made.tour,
      made.thanhHoa,
      made.long,
      made.acrossYears,
    ]);
    expect(all.body.total).toMatchObject({ events: 7, reported: 5, sum: { turnoverVnd: 54_321 } });
    expect(idsOf(must(await ask({ year: '2026', province: 'thanh-hoa' }, CENTRAL_OFFICER)))).toEqual([made.thanhHoa]);
    expect(idsOf(must(await ask({ year: '2026' }, OTHER_OFFICER)))).toEqual([made.thanhHoa]);
    expectProblem(await ask({ year: '2026', province: '38' }), 403);
    expectProblem(await ask({ year: '2026' }, OWNER), 403);
  });

  it('of a year without events is empty, and a year has to be named', async () => {
    const empty = must(await ask({ year: '2031' }));
    expectResponse('getYearReport', empty);
    expect(empty.body).toMatchObject({ items: [], byKind: [], total: { events: 0, reported: 0, sum: null } });
    expect(placesOf(expectProblem(await ask({}), 400))).toEqual(['year']);
    for (const year of ['26', '1999', '2026.0', '2 026'])
      expect(placesOf(expectProblem(await ask({ year }), 400))).toEqual(['year']);
    expect(placesOf(expectProblem(await ask({ year: '2026', format: 'csv' }), 400))).toEqual(['format']);
  });

  it('reads as a workbook as it reads as JSON, to the last digit', async () => {
    const { body } = must(await ask({ year: '2026' }));
    const [events, kinds] = await sheetsOf(must(await ask({ year: '2026', format: 'xlsx' })));
    expect([events?.sheet, kinds?.sheet]).toEqual(['Sự kiện', 'Theo loại']);
    const [head = [], ...rows] = events?.data ?? [];
    const cell = (row: unknown[], name: string) => row[head.indexOf(name)];
    expect(rows).toHaveLength(body.items.length + 1);
    for (const [index, line] of [...body.items, body.total].entries()) {
      const row = rows[index] ?? [];
      expect(HEADS.map((name) => cell(row, name))).toEqual(FIGURES.map((name) => line.sum?.[name] ?? null));
      expect(cell(row, 'Số báo cáo')).toBe(line.sum?.reports ?? 0);
      if (line.id === undefined) continue;
      expect(cell(row, 'Sự kiện')).toBe(line.title);
      expect(cell(row, 'Từ ngày')).toEqual(new Date(`${line.startDate}T00:00:00Z`));
      expect(cell(row, 'Đến ngày')).toEqual(new Date(`${line.endDate}T00:00:00Z`));
      expect(cell(row, 'Số ngày mở cửa')).toBe(line.days);
      expect(cell(row, 'Ngày văn bản')).toEqual(line.legalBasis && new Date(`${line.legalBasis.date}T00:00:00Z`));
    }
    const [kindHead = [], ...kindRows] = kinds?.data ?? [];
    for (const [index, line] of [...body.byKind, body.total].entries()) {
      const row = kindRows[index] ?? [];
      expect(['Số sự kiện', 'Đã báo cáo', ...HEADS].map((name) => row[kindHead.indexOf(name)])).toEqual([
        line.events,
        line.reported,
        ...FIGURES.map((name) => line.sum?.[name] ?? null),
      ]);
    }
  });
});

const HEADS = ['Số hợp đồng', 'Giá trị hợp đồng (VND)', 'Số biên bản ghi nhớ', 'Doanh thu (VND)', 'Lượt khách'];
const sheetsOf = (reply: Reply) => readWorkbook(Buffer.from(reply.text, 'base64'));

describe('the report of an event', () => {
  it('tells the event, its days without those on which it rests, its legal basis, every report and their sum', async () => {
    const { id } = await ongoingEvent(api, [mine], { startDate: '2026-11-20', closedDates: ['2026-11-21'] });
    const bare = must(await eventReport(id));
    expectResponse('getEventReport', bare);
    expect(bare.body).toMatchObject({ items: [], sum: null, event: { id, days: 5, status: 'ongoing', kind: 'fair' } });
    expect(bare.body.event.legalBasis).toEqual({ number: '12/KH-UBND', date: '2026-10-01' });
    for (const producer of [mine, undefined]) must(await report(api, id, outcomeInput(producer)));
    const seen = must(await eventReport(id, CENTRAL_OFFICER));
    expectResponse('getEventReport', seen);
    expect(seen.body.items).toEqual((await list(id)).body.items);
    expect(seen.body.sum).toEqual((await list(id)).body.sum);
  });

  it('holds however many reports there are', async () => {
    const { id } = await ongoingEvent(api, [mine]);
    const one = must(await report(api, id, outcomeInput(mine))).body;
    const others = Array.from({ length: 1_100 }, (_, number) => ({
      ...one,
      producer: { id: idOf('pdc', number), name: `Chủ thể ${number}` },
    }));
    await writeAll(
      api.settings,
      others.map((outcome) => putOutcome(id, outcome)),
    );
    const { body } = must(await eventReport(id));
    expect(body.items).toHaveLength(1_101);
    expect(body.sum).toEqual({ reports: 1_101, contractsVndFrom: 1_101, ...added(body.items) });
  });

  const HOSTILE = ['=HYPERLINK("http://evil.example","Bấm")', '+84', '@SUM(A1)', '-1+1', '<b>&amp;"\'', "='a'!A1"];

  it('reads as a workbook as it reads as JSON, and text that looks like a formula stays text', async () => {
    const [title = '', ...notes] = HOSTILE;
    const { id } = await ongoingEvent(api, [mine], { title, legalBasis: null });
    for (const [index, note] of notes.entries()) {
      const producer = await verifiedProducer(api, { name: `${HOSTILE[index] ?? ''} chủ thể ${index}` });
      const figures = { contracts: 0, memoranda: 0, turnoverVnd: 999_999_999_999 - index, visitors: index };
      must(await report(api, id, index === 0 ? outcomeInput(producer, { note }) : { producer, note, ...figures }));
    }
    const { body } = must(await eventReport(id));
    const reply = must(await eventReport(id, OFFICER, 'xlsx'));
    const [outcomes, event] = await sheetsOf(reply);
    const [head = [], ...rows] = outcomes?.data ?? [];
    const column = (name: string) => rows.map((row) => row[head.indexOf(name)] ?? null);
    for (const [index, name] of FIGURES.entries())
      expect(column(HEADS[index] ?? '')).toEqual([...body.items, body.sum].map((line: Figures) => line[name] ?? null));
    expect(column('Chủ thể')).toEqual([
      ...body.items.map(({ producer }: { producer: { name: string } }) => producer.name),
      'Tổng cộng',
    ]);
    expect(column('Ghi chú')).toEqual([...notes, null]);
    const seen = column('Báo cáo lúc')[0] as unknown as Date;
    expect(Math.abs(seen.getTime() - api.clock.now.getTime() - 7 * 3_600_000)).toBeLessThan(1_000);
    expect(event?.data[1]?.[0]).toBe(title);
    const bytes = Buffer.from(reply.text, 'base64').toString('latin1');
    expect(bytes).not.toContain('<f>');
  });

  it('is a file with a name, private, with the same bytes as long as nothing is reported', async () => {
    const { id } = await ongoingEvent(api, [mine]);
    must(await report(api, id, outcomeInput(mine)));
    const first = must(await eventReport(id, OFFICER, 'xlsx'));
    expect(first.headers).toMatchObject({
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="bao-cao-${id}.xlsx"`,
      'cache-control': 'private, no-store',
    });
    // Parts of a workbook are packed with the time of day.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    const again = await api.ask('GET', `/v1/events/${id}/report`, {
      as: OFFICER,
      query: { format: 'xlsx' },
      headers: { 'if-none-match': first.headers.etag ?? '' },
    });
    vi.useRealTimers();
    expect([again.status, again.text]).toEqual([304, '']);
    must(await report(api, id, outcomeInput(mine, { visitors: 901 })));
    expect(must(await eventReport(id, OFFICER, 'xlsx')).headers.etag).not.toBe(first.headers.etag);
  });
});

it('has nothing to say to whoever serves several provinces and names none', async () => {
  const both = await api.ask('PUT', `/v1/offices/off_38/members/${OFFICER}`, { as: CENTRAL_OFFICER });
  expect(both.status, both.text).toBe(200);
  expect(placesOf(expectProblem(await yearReport({ year: '2026' }), 400))).toEqual(['province']);
  must(await yearReport({ year: '2026', province: '38' }));
});
