// A walk in star order over a partition whose sort keys begin with the star's digit and its last day. What holds a star on
// the walk's day is one descending range per digit; what has lapsed lies behind it, before the next digit; digit 0 never had one.

import { CARD_ROW_MAX_BYTES, type Entry, HIGHEST, readRange, type Source } from '#shared/data/table/list-source.ts';
import { rowsWithin } from '#shared/data/table/read-budget.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import { addDays } from '#shared/platform/vietnam-day.ts';

/** The stars of the walk, and whether it goes on to products without one. */
export type StarRange = { highest: number; lowest: number; starless: boolean };

const STARLESS = '0';
/** Where the part without a star begins: below every digit of a star, above digit 0. */
const STARLESS_START = '1';

/**
 * A position is the digits behind which the walk has met lapsed rows, then the sort key. Those rows come again in the part
 * without a star, and only these digits have to be asked for them.
 */
const positionOf = (met: string, sk: string): string => `${met}:${sk}`;
/** A bare sort key is a position of a cursor that an earlier release gave out: it may have passed lapsed rows of any star. */
const EVERY_STAR = '543';
const partsOf = (position: string): [met: string, sk: string] => {
  const [met = '', sk] = position.split(':');
  return sk === undefined ? [position.startsWith(STARLESS) ? EVERY_STAR : '', position] : [met, sk];
};

const placed = (met: string, entries: Entry[]): Entry[] =>
  entries.map((entry) => ({ ...entry, position: positionOf(met, entry.position) }));

/**
 * Products in star order as of `day`: the most stars first, and within a star the longest valid first; then those whose
 * star has ended, the latest ended first; then those that never had one. One range serves a page, also across stars, and
 * one more for each star behind which lapsed rows lie in between.
 */
export const starOrderSource = (reader: Reader, pk: string, stars: StarRange, day: string): Source => {
  const starred = async (met: string, after: string | undefined, limit: number, allowed: number) => {
    const { entries, more, units } = await readRange(
      reader,
      {
        pk,
        from: stars.starless ? STARLESS : `${stars.lowest}${day}`,
        to: `${stars.highest}${HIGHEST}`,
        descending: true,
        limit,
        ...(after === undefined ? {} : { after }),
      },
      allowed,
    );
    const isStarless = ({ position }: Entry) => position.startsWith(STARLESS);
    const isLapsed = (entry: Entry) => !isStarless(entry) && entry.position.slice(1, 1 + day.length) < day;
    const stop = entries.findIndex((entry) => isLapsed(entry) || (met !== '' && isStarless(entry)));
    const at = entries[stop];
    if (!at) {
      const isDone = more || !stars.starless || met === '';
      return isDone
        ? { entries: placed(met, entries), more, units }
        : { entries: placed(met, entries), more: true, units, resume: positionOf(met, STARLESS_START) };
    }
    const digit = at.position.slice(0, 1);
    const known = isLapsed(at) && !met.includes(digit) ? met + digit : met;
    const behind = digit === STARLESS || digit === String(stars.lowest) ? STARLESS_START : digit;
    return { entries: placed(met, entries.slice(0, stop)), more: true, units, resume: positionOf(known, behind) };
  };

  const starless = async (met: string, after: string | undefined, limit: number, allowed: number) => {
    const never = `${STARLESS}#`;
    const inNever = after?.startsWith(never) ?? false;
    const digits = inNever ? [] : [...met];
    const each = allowed / (digits.length + 1);
    const wanted = Math.min(limit, rowsWithin(each, CARD_ROW_MAX_BYTES));
    const lapsed = await Promise.all(
      digits.map((digit) =>
        readRange(
          reader,
          {
            pk,
            from: digit,
            to: `${digit}${addDays(day, -1)}${HIGHEST}`,
            descending: true,
            limit: wanted,
            ...(after === undefined ? {} : { after: digit + after.slice(1) }),
          },
          each,
        ),
      ),
    );
    const used = lapsed.reduce((sum, { units }) => sum + units, 0);
    const merged = lapsed
      .flatMap(({ entries }) => entries)
      .map((entry) => ({ ...entry, position: STARLESS + entry.position.slice(1) }))
      .sort((a, b) => (a.position < b.position ? 1 : -1));
    if (merged.length >= wanted) return { entries: placed(met, merged.slice(0, wanted)), more: true, units: used };
    const rest = await readRange(
      reader,
      {
        pk,
        from: never,
        to: `${never}${HIGHEST}`,
        descending: true,
        limit: wanted - merged.length,
        ...(inNever && after !== undefined ? { after } : {}),
      },
      each,
    );
    return { entries: placed(met, [...merged, ...rest.entries]), more: rest.more, units: used + rest.units };
  };

  return (after, limit, units) => {
    const [met, sk] = after === undefined ? ['', undefined] : partsOf(after);
    if (sk === STARLESS_START) return starless(met, undefined, limit, units);
    return sk?.startsWith(STARLESS) ? starless(met, sk, limit, units) : starred(met, sk, limit, units);
  };
};
