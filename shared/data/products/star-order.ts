// A walk in star order over a partition whose sort keys begin with the star's digit and its last day. Valid stars on
// the walk's day are one descending range per digit; expired ones are after it, before the next digit; digit 0 never
// had a star.

import { CARD_ROW_MAX_BYTES, type Entry, HIGHEST, readRange, type Source } from '#shared/data/table/list-source.ts';
import { rowsWithin } from '#shared/data/table/read-budget.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import { addDays } from '#shared/platform/vietnam-day.ts';

/** The stars of the walk, and whether it continues with products without a star. */
export type StarRange = { highest: number; lowest: number; starless: boolean };

const STARLESS = '0';
/** The start of the part without a star: below every digit of a star, above digit 0. */
const STARLESS_START = '1';

/**
 * A position consists of the digits behind which the walk found expired rows, and the sort key. The part without a star
 * queries these rows again, for these digits only.
 */
const positionOf = (met: string, sk: string): string => `${met}:${sk}`;
/** A bare sort key is the position of a cursor of an earlier release: it can have passed expired rows of any star. */
const EVERY_STAR = '543';
const partsOf = (position: string): [met: string, sk: string] => {
  const [met = '', sk] = position.split(':');
  return sk === undefined ? [position.startsWith(STARLESS) ? EVERY_STAR : '', position] : [met, sk];
};

const placed = (met: string, entries: Entry[]): Entry[] =>
  entries.map((entry) => ({ ...entry, position: positionOf(met, entry.position) }));

/**
 * Products in star order on `day`: most stars first, and within a star the longest valid first; then products whose
 * star has ended, latest ended first; then products that never had one. One range serves a page, also across stars, and
 * one more for each star behind which expired rows are found.
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
