import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '#shared/domain/events/event.ts';
import { EVENT_KINDS } from '#shared/domain/events/event.ts';
import {
  type Figures,
  type OutcomeSum,
  sumOf,
  type Totals,
  totalsOf,
  withReport,
} from '#shared/domain/outcomes/outcome.ts';
import { eventReport, type ReportedEvent, yearReport } from '#shared/domain/outcomes/report.ts';
import { eventSheets, type Sheet, yearSheets } from '#shared/domain/outcomes/report-sheets.ts';

const event = (over: Partial<ReportedEvent> = {}): ReportedEvent => ({
  id: 'evt_1',
  status: 'published',
  kind: 'fair',
  title: 'Hội chợ Xuân',
  legalBasis: { number: '12/KH-UBND', date: '2026-10-01' },
  organizer: { office: 'off_37', name: 'Văn phòng Ninh Bình' },
  provinces: [
    { code: '37', name: 'Ninh Bình' },
    { code: '38', name: 'Thanh Hóa' },
  ],
  startDate: '2027-01-29',
  endDate: '2027-02-20',
  closedDates: [],
  publishedAt: '2026-11-01T00:00:00.000Z',
  ...over,
});

const amount = fc.integer({ min: 0, max: 1_000_000_000_000 });
const count = fc.integer({ min: 0, max: 10_000_000 });
const figures: fc.Arbitrary<Figures> = fc.record({
  contracts: count,
  contractsVnd: fc.option(amount),
  memoranda: count,
  turnoverVnd: amount,
  visitors: count,
});

/** Added up in whole numbers of any size, apart from the code under test. */
const naive = (reports: readonly Figures[]): Record<keyof Totals, bigint | null> => {
  const sum = (values: readonly (number | null)[]): bigint =>
    values.reduce((all, value) => all + BigInt(value ?? 0), 0n);
  const seen = reports.filter(({ contractsVnd }) => contractsVnd !== null);
  return {
    reports: BigInt(reports.length),
    contracts: sum(reports.map(({ contracts }) => contracts)),
    contractsVnd: seen.length === 0 ? null : sum(seen.map(({ contractsVnd }) => contractsVnd)),
    memoranda: sum(reports.map(({ memoranda }) => memoranda)),
    turnoverVnd: sum(reports.map(({ turnoverVnd }) => turnoverVnd)),
    visitors: sum(reports.map(({ visitors }) => visitors)),
    contractsVndFrom: BigInt(seen.length),
  };
};
const whole = (totals: Totals) =>
  Object.fromEntries(Object.entries(totals).map(([name, value]) => [name, value === null ? null : BigInt(value)]));

describe('the sum of reports', () => {
  it('is exact, whatever is reported in whatever order and however often anew', () => {
    const reported = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), figures), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(reported, (reports) => {
        const last = new Map<number, Figures>();
        let before: OutcomeSum | undefined;
        for (const [subject, report] of reports) {
          const replaced = last.get(subject);
          before = withReport(event() as Event, {
            id: 'sum',
            ...(before ? { before } : {}),
            ...(replaced ? { replaced } : {}),
            report,
          });
          last.set(subject, report);
          expect(whole(before.totals)).toEqual(naive([...last.values()]));
        }
        expect(sumOf([...last.values()].map(totalsOf))).toEqual(before?.totals);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('of sums is the sum of all that is in them, and of nothing is not zero but null', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(figures, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
        (events) => {
          const sums = events.flatMap((reports) => sumOf(reports.map(totalsOf)) ?? []);
          expect(whole(sumOf(sums) as Totals)).toEqual(naive(events.flat()));
        },
      ),
      { seed: 6, numRuns: 200 },
    );
    expect(sumOf([])).toBeNull();
  });

  it('stays exact where every one of nine thousand reports is as large as can be', () => {
    const largest = { contracts: 1e7, contractsVnd: 1e12, memoranda: 1e7, turnoverVnd: 1e12, visitors: 1e7 };
    const sum = sumOf(Array.from({ length: 9_000 }, () => totalsOf(largest)));
    expect(sum?.turnoverVnd).toBe(9_000_000_000_000_000);
    expect(Number.isSafeInteger(sum?.turnoverVnd)).toBe(true);
  });

  it('is listed by the territory of the office and the first day of the event', () => {
    const report = { contracts: 0, contractsVnd: null, memoranda: 0, turnoverVnd: 0, visitors: 0 };
    const of = (office: string) =>
      withReport(event({ organizer: { office, name: '' } }) as Event, { id: 'sum', report });
    expect(of('off_37')).toMatchObject({ territory: '37', startDate: '2027-01-29', event: 'evt_1', id: 'sum' });
    expect(of('off_ministry').territory).toBe('VN');
  });
});

describe('the days of an event', () => {
  const days = (startDate: string, endDate: string, closedDates: string[] = []) =>
    eventReport(event({ startDate, endDate, closedDates }), '2027-01-01', { participation: null, items: [], sum: null })
      .event.days;

  it('count the first and the last one, and not those on which it rests, across months, years and leap days', () => {
    expect(days('2026-12-08', '2026-12-08')).toBe(1);
    expect(days('2027-01-29', '2027-02-20', ['2027-02-06', '2027-02-07', '2027-02-08'])).toBe(20);
    expect(days('2027-12-31', '2028-03-01')).toBe(62);
    expect(days('2027-02-28', '2027-03-01')).toBe(2);
    expect(days('2028-02-28', '2028-03-01')).toBe(3);
  });
});

const totals = (over: Partial<Totals> = {}): Totals => ({
  reports: 1,
  contracts: 2,
  contractsVnd: null,
  memoranda: 3,
  turnoverVnd: 4,
  visitors: 5,
  contractsVndFrom: 0,
  ...over,
});

const rectangular = ({ columns, rows }: Sheet): void => {
  for (const row of rows) expect(row).toHaveLength(columns.length);
};
const cellOf = ({ columns, rows }: Sheet, row: number, head: string) =>
  rows.at(row)?.[columns.findIndex((column) => column.head === head)];

describe('the tables of a report', () => {
  const year = yearReport({ year: 2027, province: null, today: '2027-02-01' }, [
    { event: event(), sum: null },
    { event: event({ id: 'evt_2', kind: 'festival', legalBasis: null }), sum: totals() },
    { event: event({ id: 'evt_3', kind: 'festival' }), sum: totals({ contractsVnd: 0, contractsVndFrom: 1 }) },
  ]);

  it('have a row for every line and one for the sum, all as wide as the head', () => {
    const [events, kinds] = yearSheets(year) as [Sheet, Sheet];
    for (const sheet of [events, kinds]) rectangular(sheet);
    expect(events.rows).toHaveLength(4);
    expect(kinds.rows).toHaveLength(3);
    expect(cellOf(events, -1, 'Sự kiện')).toEqual({ text: 'Tổng cộng' });
    expect(cellOf(events, -1, 'Doanh thu (VND)')).toEqual({ vnd: 8 });
    expect(cellOf(kinds, 1, 'Đã báo cáo')).toEqual({ count: 2 });
  });

  it('leave empty what was not reported, and show a reported zero', () => {
    const [events] = yearSheets(year) as [Sheet];
    for (const head of ['Số hợp đồng', 'Giá trị hợp đồng (VND)', 'Doanh thu (VND)', 'Lượt khách'])
      expect(cellOf(events, 0, head)).toBeNull();
    expect(cellOf(events, 0, 'Số báo cáo')).toEqual({ count: 0 });
    expect(cellOf(events, 1, 'Giá trị hợp đồng (VND)')).toBeNull();
    expect(cellOf(events, 2, 'Giá trị hợp đồng (VND)')).toEqual({ vnd: 0 });
    expect(cellOf(events, 1, 'Số văn bản')).toBeNull();
    expect(cellOf(events, 1, 'Ngày văn bản')).toBeNull();
  });

  it('tell the event in words, and days as days', () => {
    const [events] = yearSheets(year) as [Sheet];
    expect(cellOf(events, 0, 'Loại')).toEqual({ text: 'Hội chợ' });
    expect(cellOf(events, 0, 'Trạng thái')).toEqual({ text: 'Đang diễn ra' });
    expect(cellOf(events, 0, 'Địa bàn')).toEqual({ text: 'Ninh Bình, Thanh Hóa' });
    expect(cellOf(events, 0, 'Từ ngày')).toEqual({ day: '2027-01-29' });
    for (const kind of EVENT_KINDS) {
      const [sheet] = yearSheets(
        yearReport({ year: 2027, province: null, today: '2027-02-01' }, [{ event: event({ kind }), sum: null }]),
      ) as [Sheet];
      expect(cellOf(sheet, 0, 'Loại')).toEqual({ text: expect.stringMatching(/^\p{Lu}\p{Ll}+ /u) });
    }
  });

  it('of an event show each report with who made it, and who took part where that is known', () => {
    const outcome = {
      producer: null,
      ...totalsOf({ contracts: 1, contractsVnd: 2, memoranda: 3, turnoverVnd: 4, visitors: 5 }),
      note: null,
      reportedBy: 'officer-1',
      reportedAt: '2027-02-01T01:02:03.000Z',
    };
    const participation = { registered: 12, in: 10, attended: 9 };
    const sheets = eventSheets(eventReport(event(), '2027-03-01', { participation, items: [outcome], sum: totals() }));
    for (const sheet of sheets) rectangular(sheet);
    const [outcomes, told] = sheets as [Sheet, Sheet];
    expect(outcomes.rows).toHaveLength(2);
    expect(cellOf(outcomes, 0, 'Báo cáo lúc')).toEqual({ instant: '2027-02-01T01:02:03.000Z' });
    expect(['Đăng ký', 'Được tham gia', 'Có mặt'].map((head) => cellOf(told, 0, head))).toEqual([
      { count: 12 },
      { count: 10 },
      { count: 9 },
    ]);
  });
});
