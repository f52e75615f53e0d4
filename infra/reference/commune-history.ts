// Reads commune-history.json: the communes of the statistics office's lists from 19 April 2017 to 30 June 2025, and which
// communes took in those that were dissolved. Where a list was corrected the corrected spelling is given for all days.
import { createRequire } from 'node:module';

type HistoryFile = {
  /** The first day of the data, then each day on which the list changed. */
  days: string[];
  /**
   * Former province → district → `00001Phường Phúc Xá;…`. `@3-7` limits an entry to `days[3]` up to the day before
   * `days[7]`, counted after the first day; an absent number is an open end.
   */
  units: Record<string, Record<string, string>>;
  /** Dissolved commune → the communes that took it in, by their codes of June 2025; `>` marks a code of today's list. */
  mergers: Record<string, string>;
};

/** A name of a commune in a district, with the indexes of its first day and of the day after its last one. */
export type NameInHistory = {
  code: string;
  fullName: string;
  district: string;
  province: string;
  from: number | undefined;
  to: number | undefined;
};

/** The lists as one: names in the order of their codes and days; `days` are those that the indexes count. */
export type CommuneHistory = {
  firstDay: string;
  days: readonly string[];
  names: readonly NameInHistory[];
  mergers: ReadonlyMap<string, readonly string[]>;
};

const ENTRY = /^(\d{5})([^@]+)(?:@(\d*)-(\d*))?$/;

const indexOf = (text: string | undefined): number | undefined =>
  text === undefined || text === '' ? undefined : Number(text);

/** Reads the history; throws for an entry that cannot be understood. */
export const readCommuneHistory = (): CommuneHistory => {
  const file = createRequire(import.meta.url)('./commune-history.json') as HistoryFile;
  const [firstDay = '', ...days] = file.days;
  const names = Object.entries(file.units).flatMap(([province, districts]) =>
    Object.entries(districts).flatMap(([district, group]) =>
      group.split(';').map((entry): NameInHistory => {
        const [, code, fullName, from, to] = ENTRY.exec(entry) ?? [];
        if (code === undefined || fullName === undefined) throw new Error(`commune-history.json: ${entry}`);
        return { code, fullName, district, province, from: indexOf(from), to: indexOf(to) };
      }),
    ),
  );
  return {
    firstDay,
    days,
    names: names.toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : (a.from ?? -1) - (b.from ?? -1))),
    mergers: new Map(Object.entries(file.mergers).map(([code, into]) => [code, into.split(',')])),
  };
};

/** The list in force on a day (`YYYY-MM-DD`) from the first one of the data to 30 June 2025. */
export const listOn = ({ days, names }: CommuneHistory, day: string): readonly NameInHistory[] => {
  const started = days.filter((start) => start <= day).length;
  return names.filter(({ from, to }) => (from ?? -1) < started && (to ?? days.length) >= started);
};
