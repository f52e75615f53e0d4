// Resolves every name of the lists in commune-history.json, spelled as the statistics office did.
import type { CommuneDirectory } from '#shared/domain/places/communes.ts';
import { formerProvince } from '#shared/domain/places/provinces.ts';
import { type CommuneHistory, listOn } from './commune-history.ts';

/** How the names of one day's list resolve; `left` are those that do not, in words. */
export type PlacesVerification = {
  day: string;
  names: number;
  /** Names that lead to one current commune. */
  toOne: number;
  /** Names that lead to several because the commune was split. */
  toParts: number;
  /** Names that share type, name and district with another unit of their time or of another time. */
  withNamesakes: number;
  left: string[];
};

/** Resolves the list of a day; a name resolves if all successors of its unit are among the exact candidates. */
export const verifyPlaces = (directory: CommuneDirectory, history: CommuneHistory, day: string): PlacesVerification => {
  const successors = new Map<string, Set<string>>();
  for (const { code, successors: units } of directory.searchFormer({})) {
    const known = successors.get(code) ?? new Set();
    for (const unit of units) known.add(unit.code);
    successors.set(code, known);
  }
  const result: PlacesVerification = { day, names: 0, toOne: 0, toParts: 0, withNamesakes: 0, left: [] };
  for (const { code, fullName, district, province } of listOn(history, day)) {
    result.names += 1;
    const origin = directory.origin({ code, list: 'former' });
    const own = successors.get(code) ?? new Set();
    const found = directory.resolve({
      name: fullName,
      district,
      province: formerProvince(province)?.name ?? province,
    });
    const codes = new Set(found.map((candidate) => candidate.code));
    const isThere = found.every(({ match }) => match === 'exact') && own.size > 0 && origin !== undefined;
    const isComplete = origin?.commune ? codes.has(origin.commune.code) : [...own].some((one) => codes.has(one));
    if (!isThere || !isComplete) {
      result.left.push(`${code} ${fullName}, ${district}, ${formerProvince(province)?.name}`);
    } else if (codes.size === 1) result.toOne += 1;
    else if ([...codes].every((one) => own.has(one))) result.toParts += 1;
    else result.withNamesakes += 1;
  }
  return result;
};
