// The names that former communes had in the lists from 19 April 2017 to 30 June 2025, for those who look for a code.
import { fold, normaliseVietnamese } from '#shared/platform/text.ts';
import {
  type CommuneReference,
  displayName,
  districtKey,
  FORMER_TYPES,
  type FormerLine,
  parseFormerLine,
} from './commune-reference.ts';
import type { FormerName, KnownProvince, Unit } from './communes.ts';
import { isOneLetterApart, spellingKey } from './near-spelling.ts';
import { formerProvince, MERGER_DAY } from './provinces.ts';

type Named = { name: FormerName; bare: string; full: string; written: string };

const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/**
 * All names in the lists, by code and first day, each with what it is searched by. `successorsOf` gives the current
 * communes of a line.
 */
const allNames = (reference: CommuneReference, successorsOf: (line: FormerLine) => readonly Unit[]): readonly Named[] =>
  Object.entries(reference.former)
    .flatMap(([provinceCode, districts]) => {
      const province = { code: provinceCode, name: formerProvince(provinceCode)?.name ?? provinceCode };
      return Object.entries(districts).flatMap(([district, group]) =>
        group.split(';').flatMap((text): Named[] => {
          const line = parseFormerLine(text);
          if (line.code === '' || line.kind === 'spelling') return [];
          const type = FORMER_TYPES[line.letter] ?? 'xã';
          const name = displayName(line.letter, line.bare);
          const since = line.from === undefined ? undefined : reference.days[line.from];
          const until = dayBefore((line.to === undefined ? undefined : reference.days[line.to]) ?? MERGER_DAY);
          return [
            {
              name: {
                code: line.code,
                name,
                type,
                district,
                province,
                since: since ?? null,
                until,
                successors: successorsOf(line),
              },
              bare: fold(line.bare),
              full: fold(`${type} ${line.bare}`),
              written: `${type} ${line.bare}`.toLowerCase(),
            },
          ];
        }),
      );
    })
    .sort((a, b) =>
      a.name.code === b.name.code
        ? (a.name.since ?? '') < (b.name.since ?? '')
          ? -1
          : 1
        : a.name.code < b.name.code
          ? -1
          : 1,
    );

const rankOf = ({ bare, full, written }: Named, folded: string, lower: string): number => {
  const rank =
    bare === folded || full === folded
      ? 0
      : bare.startsWith(folded) || full.startsWith(folded)
        ? 2
        : bare.includes(folded) || full.includes(folded)
          ? 4
          : -1;
  return rank < 0 || written.includes(lower) ? rank : rank + 1;
};

/** Builds the search; the names are read on the first one. */
export const createFormerSearch = (
  reference: CommuneReference,
  successorsOf: (line: FormerLine) => readonly Unit[],
): ((query: { q?: string; district?: string; province?: KnownProvince }) => readonly FormerName[]) => {
  let names: readonly Named[] | undefined;
  return ({ q, district, province }) => {
    names ??= allNames(reference, successorsOf);
    const districtAsked = district === undefined ? undefined : districtKey(district);
    const there = names.filter(
      ({ name }) =>
        (province === undefined ||
          (province.kind === 'former'
            ? name.province.code === province.code
            : formerProvince(name.province.code)?.currentCode === province.code)) &&
        (districtAsked === undefined || districtKey(name.district) === districtAsked),
    );
    if (q === undefined) return there.map(({ name }) => name);
    const folded = fold(q);
    if (folded === '') return [];
    const lower = normaliseVietnamese(q).toLowerCase();
    const found = there
      .map((one) => ({ one, rank: rankOf(one, folded, lower) }))
      .filter(({ rank }) => rank >= 0)
      .sort((a, b) => a.rank - b.rank)
      .map(({ one }) => one.name);
    if (found.length > 0) return found;
    const key = spellingKey(folded);
    const alike = there.filter(({ bare, full }) => spellingKey(bare) === key || spellingKey(full) === key);
    const near =
      alike.length > 0 || province === undefined
        ? alike
        : there.filter(({ bare, full }) => isOneLetterApart(bare, folded) || isOneLetterApart(full, folded));
    return near.map(({ name }) => name);
  };
};
