// Derives split-communes.json from converter_2025.json of the Python package vietnamadminunits (1.0.4, MIT), which
// names each commune by its folded names and gives every successor of those that were split. It joined them by name
// within a province, so that namesakes of other districts got each other's successors: those are left out here.
import { formerProvince, provinceAt, provincesAt } from '#shared/domain/places/provinces.ts';
import { fold } from '#shared/platform/text.ts';
import { normalised, readMappings, type SplitCommunes } from './communes.ts';

/** The part of converter_2025.json that is read: current province → former commune → successors. */
export type Converter = { DICT_PROVINCE_WARD_DIVIDED: Record<string, Record<string, { newWardKey: string }[]>> };

/** The list, and the pairs left out of it as a namesake's, as `former>successor`. */
export type DerivedSplits = { splits: SplitCommunes; namesakes: string[] };

const TYPES: Readonly<Record<string, string>> = { x: 'xã', p: 'phường', t: 'thị trấn' };

// Xã Hà Nam took in a part of xã Hòa Bình of huyện Kim Thành beside it. The mappings give it to no Hòa Bình, so that
// they cannot tell it from that of huyện Vĩnh Bảo, 30 km away.
const NAMESAKES: ReadonlySet<string> = new Set(['11890>10843']);

const accented = (text: string): string => normalised(text).toLowerCase().replaceAll(' ', '');
const foldedTexts = new Map<string, string>();
const folded = (text: string): string => {
  const known = foldedTexts.get(text) ?? fold(text).replaceAll(' ', '');
  foldedTexts.set(text, known);
  return known;
};

// Folded keys are the rule; where two units would share one, both have their accented key instead.
const byKey = <Unit>(units: Iterable<Unit>, keyOf: (unit: Unit, write: (text: string) => string) => string) => {
  const found = new Map<string, Unit>();
  const shared = new Set<string>();
  for (const unit of units) {
    const key = keyOf(unit, folded);
    if (found.has(key)) shared.add(key);
    found.set(key, unit).set(keyOf(unit, accented), unit);
  }
  for (const key of shared) found.delete(key);
  return (key: string): Unit => {
    const unit = found.get(key);
    if (unit === undefined) throw new Error(`No unit ${key}`);
    return unit;
  };
};

/** Derives the list; throws when a key names no unit, or two. */
export const deriveSplits = (converter: Converter): DerivedSplits => {
  const { wards, coded } = readMappings();
  const former = byKey(coded.values(), ({ province, district, type, name }, write) =>
    [
      folded(provinceAt(province, '2025-06-30')?.fullName ?? ''),
      folded(district),
      write(`${TYPES[type]} ${name}`),
    ].join('_'),
  );
  const today = provincesAt('2025-07-01');
  const current = byKey(wards, ({ province_code, name }, write) =>
    [folded(today.find(({ code }) => code === province_code)?.fullName ?? ''), write(name)].join('_'),
  );
  const namesakesOf = ({ code, type, name, province }: ReturnType<typeof former>) =>
    [...coded.values()].filter(
      (unit) =>
        unit.code !== code &&
        unit.type === type &&
        folded(unit.name) === folded(name) &&
        formerProvince(unit.province)?.currentCode === formerProvince(province)?.currentCode,
    );

  const splits: Record<string, readonly string[]> = {};
  const namesakes: string[] = [];
  for (const [province, units] of Object.entries(converter.DICT_PROVINCE_WARD_DIVIDED)) {
    for (const [key, parts] of Object.entries(units)) {
      const unit = former(key);
      const others = namesakesOf(unit);
      const successors = parts
        .map(({ newWardKey }) => current(`${province}_${newWardKey}`).ward_code)
        .filter((successor) => {
          const pair = `${unit.code}>${successor}`;
          const anothers = !unit.targets.has(successor) && others.some(({ targets }) => targets.has(successor));
          if (anothers || NAMESAKES.has(pair)) namesakes.push(pair);
          return !anothers && !NAMESAKES.has(pair);
        });
      if (successors.length > 1) splits[unit.code] = successors.toSorted();
    }
  }
  return { splits, namesakes };
};
