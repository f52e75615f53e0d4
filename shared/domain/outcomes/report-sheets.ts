// The reports as offices pass them on: tables with Vietnamese heads. A cell says what it is, so that text stays text whatever it
// begins with, and figures stay figures.

import { EVENT_KIND_VI, type ShownEventState } from '#shared/domain/events/event.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';
import type { Totals } from './outcome.ts';
import type { EventLine, EventReport, Summed, YearReport } from './report.ts';

/** `day` is a calendar day, `instant` a moment that is shown in Vietnam's time; null is an empty cell. */
export type Cell = { text: string } | { count: number } | { vnd: number } | { day: Day } | { instant: string } | null;

/** A column's head with the width of its cells, in characters. */
export type Column = { head: string; width: number };

/** A table: `rows` are as long as `columns`; with `totals` the last row sums up the others. */
export type Sheet = { name: string; columns: Column[]; rows: Cell[][]; totals: boolean };

const STATUS_VI: Record<ShownEventState, string> = {
  draft: 'Bản nháp',
  published: 'Đã công bố',
  ongoing: 'Đang diễn ra',
  finished: 'Đã kết thúc',
  cancelled: 'Đã hủy',
};

const text = (value: string | null): Cell => (value === null ? null : { text: value });
const count = (value: number | undefined): Cell => (value === undefined ? null : { count: value });
const vnd = (value: number | null | undefined): Cell => (value === null || value === undefined ? null : { vnd: value });

const FIGURE_COLUMNS: Column[] = [
  { head: 'Số hợp đồng', width: 14 },
  { head: 'Giá trị hợp đồng (VND)', width: 24 },
  { head: 'Số biên bản ghi nhớ', width: 20 },
  { head: 'Doanh thu (VND)', width: 20 },
  { head: 'Lượt khách', width: 14 },
];

const figureCells = (figures: Partial<Totals> | null): Cell[] => [
  count(figures?.contracts),
  vnd(figures?.contractsVnd),
  count(figures?.memoranda),
  vnd(figures?.turnoverVnd),
  count(figures?.visitors),
];

const blanks = (number: number): Cell[] => Array.from({ length: number }, () => null);

const EVENT_COLUMNS: Column[] = [
  { head: 'Sự kiện', width: 60 },
  { head: 'Loại', width: 24 },
  { head: 'Trạng thái', width: 16 },
  { head: 'Số văn bản', width: 18 },
  { head: 'Ngày văn bản', width: 14 },
  { head: 'Đơn vị tổ chức', width: 50 },
  { head: 'Địa bàn', width: 30 },
  { head: 'Từ ngày', width: 12 },
  { head: 'Đến ngày', width: 12 },
  { head: 'Số ngày mở cửa', width: 16 },
];

const eventCells = (event: EventLine): Cell[] => [
  text(event.title),
  text(EVENT_KIND_VI[event.kind]),
  text(STATUS_VI[event.status]),
  text(event.legalBasis?.number ?? null),
  event.legalBasis && { day: event.legalBasis.date },
  text(event.organizer.name),
  text(event.provinces.map(({ name }) => name).join(', ')),
  { day: event.startDate },
  { day: event.endDate },
  count(event.days),
];

const TOTAL: Cell = { text: 'Tổng cộng' };

const PARTICIPATION_COLUMNS: Column[] = [
  { head: 'Đăng ký', width: 12 },
  { head: 'Được tham gia', width: 16 },
  { head: 'Có mặt', width: 12 },
];

/** The tables of an event's report: what each producer and the event itself came to, and the event. */
export const eventSheets = ({ event, participation, items, sum }: EventReport): Sheet[] => [
  {
    name: 'Kết quả',
    columns: [
      { head: 'Chủ thể', width: 50 },
      ...FIGURE_COLUMNS,
      { head: 'Người báo cáo', width: 30 },
      { head: 'Báo cáo lúc', width: 18 },
      { head: 'Ghi chú', width: 60 },
    ],
    rows: [
      ...items.map((item): Cell[] => [
        text(item.producer?.name ?? 'Ban tổ chức (phần chung của sự kiện)'),
        ...figureCells(item),
        text(item.reportedBy),
        { instant: item.reportedAt },
        text(item.note),
      ]),
      [TOTAL, ...figureCells(sum), ...blanks(3)],
    ],
    totals: true,
  },
  {
    name: 'Sự kiện',
    columns: [...EVENT_COLUMNS, ...PARTICIPATION_COLUMNS],
    rows: [
      [
        ...eventCells(event),
        count(participation?.registered),
        count(participation?.in),
        count(participation?.attended),
      ],
    ],
    totals: false,
  },
];

const summedCells = ({ events, reported, sum }: Summed): Cell[] => [
  count(events),
  count(reported),
  ...figureCells(sum),
];

/** The tables of a year's report: a line per event, and sums by kind. */
export const yearSheets = ({ items, byKind, total }: YearReport): Sheet[] => [
  {
    name: 'Sự kiện',
    columns: [...EVENT_COLUMNS, { head: 'Số báo cáo', width: 12 }, ...FIGURE_COLUMNS],
    rows: [
      ...items.map((item) => [...eventCells(item), count(item.sum?.reports ?? 0), ...figureCells(item.sum)]),
      [TOTAL, ...blanks(EVENT_COLUMNS.length - 1), count(total.sum?.reports ?? 0), ...figureCells(total.sum)],
    ],
    totals: true,
  },
  {
    name: 'Theo loại',
    columns: [
      { head: 'Loại', width: 24 },
      { head: 'Số sự kiện', width: 12 },
      { head: 'Đã báo cáo', width: 12 },
      ...FIGURE_COLUMNS,
    ],
    rows: [
      ...byKind.map((one) => [text(EVENT_KIND_VI[one.kind]), ...summedCells(one)]),
      [TOTAL, ...summedCells(total)],
    ],
    totals: true,
  },
];
