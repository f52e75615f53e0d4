// Reports as tables with Vietnamese headings. A cell states its type, so that text stays text and numbers stay numbers
// in a workbook.

import { EVENT_KINDS_VI } from '#shared/domain/events/messages.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';
import { EVENT_STATUS_VI, REPORT_VI } from './messages.ts';
import type { Totals } from './outcome.ts';
import type { EventLine, EventReport, Summed, YearReport } from './report.ts';

/** `day` is a calendar day, `instant` is shown in Vietnam's time, null is an empty cell. */
export type Cell = { text: string } | { count: number } | { vnd: number } | { day: Day } | { instant: string } | null;

/** A column's heading and its width in characters. */
export type Column = { head: string; width: number };

/** A table: each row has one cell per column; with `totals` the last row is the sum of the others. */
export type Sheet = { name: string; columns: Column[]; rows: Cell[][]; totals: boolean };

const text = (value: string | null): Cell => (value === null ? null : { text: value });
const count = (value: number | undefined): Cell => (value === undefined ? null : { count: value });
const vnd = (value: number | null | undefined): Cell => (value === null || value === undefined ? null : { vnd: value });

const FIGURE_COLUMNS: Column[] = [
  { head: REPORT_VI.contracts, width: 14 },
  { head: REPORT_VI.contractsVnd, width: 24 },
  { head: REPORT_VI.memoranda, width: 20 },
  { head: REPORT_VI.turnoverVnd, width: 20 },
  { head: REPORT_VI.visitors, width: 14 },
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
  { head: REPORT_VI.event, width: 60 },
  { head: REPORT_VI.kind, width: 24 },
  { head: REPORT_VI.status, width: 16 },
  { head: REPORT_VI.basisNumber, width: 18 },
  { head: REPORT_VI.basisDate, width: 14 },
  { head: REPORT_VI.organizer, width: 50 },
  { head: REPORT_VI.provinces, width: 30 },
  { head: REPORT_VI.startDate, width: 12 },
  { head: REPORT_VI.endDate, width: 12 },
  { head: REPORT_VI.openDays, width: 16 },
];

const eventCells = (event: EventLine): Cell[] => [
  text(event.title),
  text(EVENT_KINDS_VI[event.kind]),
  text(EVENT_STATUS_VI[event.status]),
  text(event.legalBasis?.number ?? null),
  event.legalBasis && { day: event.legalBasis.date },
  text(event.organizer.name),
  text(event.provinces.map(({ name }) => name).join(', ')),
  { day: event.startDate },
  { day: event.endDate },
  count(event.days),
];

const TOTAL: Cell = { text: REPORT_VI.total };

const PARTICIPATION_COLUMNS: Column[] = [
  { head: REPORT_VI.registered, width: 12 },
  { head: REPORT_VI.admitted, width: 16 },
  { head: REPORT_VI.attended, width: 12 },
];

/** The tables of an event's report: outcomes of each producer and of the event itself, and the event. */
export const eventSheets = ({ event, participation, items, sum }: EventReport): Sheet[] => [
  {
    name: REPORT_VI.outcomes,
    columns: [
      { head: REPORT_VI.producer, width: 50 },
      ...FIGURE_COLUMNS,
      { head: REPORT_VI.reportedBy, width: 30 },
      { head: REPORT_VI.reportedAt, width: 18 },
      { head: REPORT_VI.note, width: 60 },
    ],
    rows: [
      ...items.map((item): Cell[] => [
        text(item.producer?.name ?? REPORT_VI.organizerShare),
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
    name: REPORT_VI.event,
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
    name: REPORT_VI.event,
    columns: [...EVENT_COLUMNS, { head: REPORT_VI.reports, width: 12 }, ...FIGURE_COLUMNS],
    rows: [
      ...items.map((item) => [...eventCells(item), count(item.sum?.reports ?? 0), ...figureCells(item.sum)]),
      [TOTAL, ...blanks(EVENT_COLUMNS.length - 1), count(total.sum?.reports ?? 0), ...figureCells(total.sum)],
    ],
    totals: true,
  },
  {
    name: REPORT_VI.byKind,
    columns: [
      { head: REPORT_VI.kind, width: 24 },
      { head: REPORT_VI.events, width: 12 },
      { head: REPORT_VI.reported, width: 12 },
      ...FIGURE_COLUMNS,
    ],
    rows: [
      ...byKind.map((one) => [text(EVENT_KINDS_VI[one.kind]), ...summedCells(one)]),
      [TOTAL, ...summedCells(total)],
    ],
    totals: true,
  },
];
