// Communes before and since 1 July 2025, when districts were abolished and 10,000 communes became 3,321. The same five-
// digit code can mean different units in the two lists, so a code is always used with its list. Names without accents
// are for search only: Hoằng Phụ and Hoằng Phú are two communes.
import { fold, normaliseVietnamese } from '#shared/platform/text.ts';
import {
  type CommuneReference,
  CURRENT_TYPES,
  displayName,
  districtKey,
  FORMER_TYPES,
  type FormerLine,
  parseFormerLine,
  type TypeLetter,
} from './commune-reference.ts';
import { createFormerSearch } from './former-names.ts';
import { isOneLetterApart, spellingKey } from './near-spelling.ts';
import { type ProvinceFilter, resolveProvinceFilter } from './province-filter.ts';
import { formerProvince, province, provinceAt } from './provinces.ts';

/** A unit by code and name. */
export type Unit = { code: string; name: string };

/** A commune since 2025-07-01; `name` is without its type. */
export type Commune = { code: string; name: string; type: 'xã' | 'phường' | 'đặc khu'; province: Unit };

/** A commune as it was certified, before 2025-07-01; `district` and `province` are of the former lists. */
export type FormerCommune = {
  code: string;
  name: string;
  type: 'xã' | 'phường' | 'thị trấn';
  district: string;
  province: Unit;
};

/** A name that a former commune had, with its first and last day in the lists; `since` is null before 19 April 2017. */
export type FormerName = FormerCommune & { since: string | null; until: string; successors: readonly Unit[] };

/**
 * A current commune as a possible meaning of a name. `match` is `similar` if spelling, type or district differ from what
 * was asked. `note` (Vietnamese) says what the commune was; it is absent for a single exact match.
 */
export type Candidate = {
  code: string;
  name: string;
  type: Commune['type'];
  province: Unit;
  match: 'exact' | 'similar';
  note?: string;
};

/**
 * The origin of a product: as certified, and today. `commune` is null if the former one was split or its successor is
 * unknown; `province` is known in any case, because former provinces were merged whole. `formerProvince` is null if a
 * current commune was formed from several provinces.
 */
export type Origin = {
  asCertified: string;
  former: { commune: Unit; district: string; province: Unit } | null;
  province: Unit;
  commune: Unit | null;
  formerProvince: Unit | null;
};

/** Look-ups in a reference. Unknown codes give `undefined`. */
export type CommuneDirectory = {
  commune: (code: string) => Commune | undefined;
  /** Communes of a province (current code) in the order of their codes; empty for an unknown code. */
  communesOf: (provinceCode: string) => readonly Commune[];
  /** Current communes, of one province (current code) and with `q` in their name: exact, then prefix, then contained. */
  search: (query: { province?: string; q?: string }) => readonly Commune[];
  formerCommune: (code: string) => FormerCommune | undefined;
  /**
   * Names of former communes, of one province or district, and with `q` in them: exact, then prefix, then contained;
   * names spelled nearly like `q` if none contains it.
   */
  searchFormer: (query: { q?: string; district?: string; province?: KnownProvince }) => readonly FormerName[];
  /**
   * The possible current communes of a former or current name. `district` and `province` narrow the search; `province`
   * is in a buyer's notation. Matches with the right accents exclude others, unless the name was written without
   * accents; the type decides between namesakes. Near spellings, and the same name in another district of the
   * province, are given only if nothing matches exactly.
   */
  resolve: (query: { name: string; district?: string; province?: string }) => readonly Candidate[];
  origin: (origin: { code: string; list: 'current' | 'former' }) => Origin | undefined;
};

/** A province whose meaning is known. */
export type KnownProvince = Exclude<ProvinceFilter, { kind: 'unknown' }>;

const TYPE_NAMES: Readonly<Record<string, string>> = { ...CURRENT_TYPES, ...FORMER_TYPES };

// On this day provinces had the names under which most certificates of former communes were issued.
const DAY_OF_FORMER_NAMES = '2024-12-31';

/** A commune's name with its type, "phường Hoa Lư". A numbered ward is called "Phường 1", type and name at once. */
export const fullCommuneName = ({ type, name }: { type: string; name: string }): string =>
  /^Phường \d/.test(name) ? `phường ${name.slice('Phường '.length)}` : `${type} ${name}`;

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

type Entry = {
  letter: TypeLetter;
  bare: string;
  lower: string;
  district: string;
  /** Code of the former province, empty for a current commune. */
  former: string;
  current: string;
  targets: readonly string[];
};

const ACCENTED_PREFIX = /^(xã|phường|thị trấn|đặc khu|x\.|p\.|tt\.?|đk\.)\s*(?=\S)/i;
const FOLDED_PREFIX = /^(xa|phuong|thi tran|dac khu|tt|p|x) (?=\S)/;
const PREFIX_LETTERS: Readonly<Record<string, TypeLetter>> = {
  xa: 'x',
  x: 'x',
  phuong: 'p',
  p: 'p',
  'thi tran': 't',
  tt: 't',
  'dac khu': 'd',
  dk: 'd',
};
const letterOf = (prefix: string | undefined): TypeLetter | undefined =>
  prefix === undefined ? undefined : PREFIX_LETTERS[fold(prefix)];

/** Builds the look-ups. Each index is built on first use, so that a look-up by code does not build the index of names. */
export const createCommuneDirectory = (reference: CommuneReference): CommuneDirectory => {
  const provinceUnits = new Map<string, Unit>();
  const provinceUnit = (code: string): Unit => {
    const known = provinceUnits.get(code);
    if (known !== undefined) return known;
    const unit = { code, name: province(code)?.name ?? code };
    provinceUnits.set(code, unit);
    return unit;
  };
  const formerProvinceUnit = (code: string): Unit => ({ code, name: formerProvince(code)?.name ?? code });
  const currentOf = (formerCode: string): string => formerProvince(formerCode)?.currentCode ?? formerCode;

  const communesByProvince = new Map<string, readonly Commune[]>();
  const communesOf = (provinceCode: string): readonly Commune[] => {
    const known = communesByProvince.get(provinceCode);
    if (known !== undefined) return known;
    const groups = Object.hasOwn(reference.current, provinceCode) ? (reference.current[provinceCode] ?? {}) : {};
    const communes = Object.values(groups)
      .flatMap((group) => group.split(';'))
      .map((line): Commune => {
        const letter = line.charAt(5);
        return {
          code: line.slice(0, 5),
          name: displayName(letter, line.slice(6)),
          type: CURRENT_TYPES[letter] ?? 'xã',
          province: provinceUnit(provinceCode),
        };
      })
      .sort((a, b) => (a.code < b.code ? -1 : 1));
    if (communes.length > 0) communesByProvince.set(provinceCode, communes);
    return communes;
  };
  const provinceCodes = Object.keys(reference.current).sort();
  const allCommunes = (): Commune[] => provinceCodes.flatMap((code) => communesOf(code));

  let currentIndex: Map<string, Commune> | undefined;
  const commune = (code: string): Commune | undefined => {
    currentIndex ??= new Map(allCommunes().map((unit) => [unit.code, unit]));
    return currentIndex.get(code);
  };

  let originIndex: Map<string, string> | undefined;
  const formerProvinceOf = (code: string): string => {
    originIndex ??= new Map(
      Object.values(reference.current).flatMap((groups) =>
        Object.entries(groups).flatMap(([former, group]) =>
          group.split(';').map((line): [string, string] => [line.slice(0, 5), former]),
        ),
      ),
    );
    return originIndex.get(code) ?? '';
  };

  let formerIndex: Map<string, { province: string; district: string; line: string }> | undefined;
  const formerRow = (code: string) => {
    if (formerIndex === undefined) {
      formerIndex = new Map();
      for (const [provinceCode, districts] of Object.entries(reference.former)) {
        for (const [district, group] of Object.entries(districts)) {
          for (const line of group.split(';')) {
            const first = line.charCodeAt(0);
            if (first >= 48 && first <= 57) {
              formerIndex.set(line.slice(0, 5), { province: provinceCode, district, line });
            }
          }
        }
      }
    }
    return formerIndex.get(code);
  };
  const successorsOf = ({ kind, code, targets }: Pick<FormerLine, 'kind' | 'code' | 'targets'>): readonly string[] =>
    kind === 'unit' || targets.length > 0 ? targets : parseFormerLine(formerRow(code)?.line ?? '').targets;
  const formerCommune = (code: string): FormerCommune | undefined => {
    const row = formerRow(code);
    if (row === undefined) return undefined;
    const { letter, bare } = parseFormerLine(row.line);
    return {
      code,
      name: displayName(letter, bare),
      type: FORMER_TYPES[letter] ?? 'xã',
      district: row.district,
      province: formerProvinceUnit(row.province),
    };
  };

  let nameIndex: Map<string, Entry[]> | undefined;
  const entriesByName = (): ReadonlyMap<string, readonly Entry[]> => {
    if (nameIndex === undefined) {
      const byName = new Map<string, Entry[]>();
      const add = (entry: Entry): void => {
        const key = fold(entry.bare);
        const known = byName.get(key);
        if (known === undefined) byName.set(key, [entry]);
        else known.push(entry);
      };
      for (const [provinceCode, groups] of Object.entries(reference.current)) {
        for (const line of Object.values(groups).flatMap((group) => group.split(';'))) {
          const bare = line.slice(6);
          add({
            letter: line.charAt(5) as TypeLetter,
            bare,
            lower: bare.toLowerCase(),
            district: '',
            former: '',
            current: provinceCode,
            targets: [line.slice(0, 5)],
          });
        }
      }
      for (const [provinceCode, districts] of Object.entries(reference.former)) {
        const current = currentOf(provinceCode);
        for (const [district, group] of Object.entries(districts)) {
          for (const line of group.split(';')) {
            const { letter, bare, ...former } = parseFormerLine(line);
            const successors = successorsOf(former);
            if (successors.length === 0) continue;
            add({
              letter,
              bare,
              lower: bare.toLowerCase(),
              district,
              former: provinceCode,
              current,
              targets: successors,
            });
          }
        }
      }
      nameIndex = byName;
    }
    return nameIndex;
  };

  let spellingIndex: Map<string, string[]> | undefined;
  const namesSpelledLike = (folded: string): readonly string[] => {
    if (spellingIndex === undefined) {
      spellingIndex = new Map();
      for (const name of entriesByName().keys()) {
        const key = spellingKey(name);
        const known = spellingIndex.get(key);
        if (known === undefined) spellingIndex.set(key, [name]);
        else known.push(name);
      }
    }
    return spellingIndex.get(spellingKey(folded)) ?? [];
  };

  const inProvince = (text: string | undefined): ((entry: Entry) => boolean) => {
    if (text === undefined || text.trim() === '') return () => true;
    const filter = resolveProvinceFilter(text);
    if (filter.kind === 'current') return (entry) => entry.current === filter.code;
    if (filter.kind === 'former') {
      return (entry) =>
        entry.former === filter.code ||
        (entry.former === '' && entry.targets.some((target) => formerProvinceOf(target) === filter.code));
    }
    return () => false;
  };

  type Found = { entries: readonly Entry[]; match: Candidate['match'] };
  const NOTHING: Found = { entries: [], match: 'exact' };

  const preferType = (entries: readonly Entry[], letter: TypeLetter | undefined): readonly Entry[] => {
    const ofType = letter === undefined ? [] : entries.filter((entry) => entry.letter === letter);
    return ofType.length > 0 ? ofType : entries;
  };

  const matching = (
    bare: string,
    letter: TypeLetter | undefined,
    keep: (entry: Entry) => boolean,
    plain: boolean,
  ): Found => {
    const withoutZeros = bare.replace(/^0+(?=\d)/, '');
    const found = (entriesByName().get(fold(withoutZeros)) ?? []).filter(keep);
    const lower = normaliseVietnamese(withoutZeros).toLowerCase();
    const spelled = found.filter((entry) => entry.lower === lower);
    const ofType = found.filter((entry) => letter !== undefined && entry.letter === letter);
    const both = spelled.filter((entry) => ofType.includes(entry));
    // "xa An Thanh" is An Thanh or An Thành, "xã An Thanh" the first only. Where no namesake has both the accents and
    // the type, each that has one of them is meant.
    const isSpelled = plain || spelled.length > 0;
    const entries = plain
      ? preferType(found, letter)
      : both.length > 0
        ? both
        : [...new Set([...ofType, ...(isSpelled ? spelled : found)])];
    const isAsAsked = isSpelled && entries.every((entry) => (letter ?? entry.letter) === entry.letter);
    return { entries, match: isAsAsked ? 'exact' : 'similar' };
  };

  /** With `isNarrow`, names that are one letter apart are near too; in the whole country they would be too many. */
  const near = (
    bare: string,
    letter: TypeLetter | undefined,
    keep: (entry: Entry) => boolean,
    isNarrow: boolean,
  ): Found => {
    const folded = fold(bare);
    const byName = entriesByName();
    const kept = (names: Iterable<string>): Entry[] =>
      [...names].flatMap((name) => (byName.get(name) ?? []).filter(keep));
    const alike = kept(namesSpelledLike(folded));
    const entries =
      alike.length > 0 || !isNarrow ? alike : kept([...byName.keys()].filter((name) => isOneLetterApart(name, folded)));
    return { entries: preferType(entries, letter), match: 'similar' };
  };

  const placeName = (entry: Entry): string => {
    const certifiedIn = provinceAt(entry.former, DAY_OF_FORMER_NAMES)?.fullName ?? '';
    return `${TYPE_NAMES[entry.letter]} ${entry.bare}, ${entry.district}, ${lowerFirst(certifiedIn)}`;
  };
  const named = (code: string): string => {
    const unit = commune(code);
    return unit === undefined ? code : fullCommuneName(unit);
  };
  const noteOf = (entry: Entry, match: Candidate['match']): string => {
    if (entry.former === '')
      return match === 'exact'
        ? 'Đơn vị hành chính hiện nay có tên này.'
        : `Đơn vị hành chính hiện nay có tên gần giống: ${named(entry.targets[0] ?? '')}.`;
    return entry.targets.length > 1
      ? `Trước 01/7/2025 là ${placeName(entry)}; địa bàn đã chia về ${entry.targets.map(named).join(', ')}: chọn theo địa chỉ cụ thể.`
      : `Gồm địa bàn trước 01/7/2025 của ${placeName(entry)}.`;
  };

  const resolve: CommuneDirectory['resolve'] = ({ name, district, province: provinceText }) => {
    const asked = normaliseVietnamese(name).replace(/(^|thị trấn )NT (?=\S)/i, '$1Nông trường ');
    if (fold(asked) === '') return [];
    const provinceFits = inProvince(provinceText);
    const districtAsked = district === undefined ? '' : districtKey(district);
    const districtFits = (entry: Entry): boolean =>
      entry.district !== '' && districtKey(entry.district) === districtAsked;

    const plain = /^[ -~]*$/.test(asked);
    type Look = (bare: string, letter: TypeLetter | undefined) => Found;
    const find = (look: Look): Found => {
      const prefix = ACCENTED_PREFIX.exec(asked);
      if (prefix !== null) {
        const found = look(asked.slice(prefix[0].length), letterOf(prefix[1]));
        if (found.entries.length > 0) return found;
      }
      const whole = look(asked, undefined);
      if (whole.entries.length > 0) return whole;
      const folded = fold(asked);
      const loose = FOLDED_PREFIX.exec(folded);
      return loose === null ? NOTHING : look(folded.slice(loose[0].length), letterOf(loose[1]));
    };
    const hasProvince = provinceText !== undefined && provinceText.trim() !== '';
    const isThere = (entry: Entry): boolean => provinceFits(entry) && districtFits(entry);
    // A current name written with an old district still means the current commune.
    const isCurrentOrAnywhere = (entry: Entry): boolean =>
      provinceFits(entry) && (districtAsked === '' || entry.former === '');
    const looks: Look[] = [
      ...(districtAsked === '' ? [] : ([(bare, letter) => matching(bare, letter, isThere, plain)] satisfies Look[])),
      (bare, letter) => matching(bare, letter, isCurrentOrAnywhere, plain),
      ...(districtAsked === '' ? [] : ([(bare, letter) => near(bare, letter, isThere, true)] satisfies Look[])),
      (bare, letter) => near(bare, letter, isCurrentOrAnywhere, hasProvince),
      ...(districtAsked === '' || !hasProvince
        ? []
        : ([
            (bare, letter) => ({ ...matching(bare, letter, provinceFits, plain), match: 'similar' }),
          ] satisfies Look[])),
    ];
    let found = NOTHING;
    for (const look of looks) {
      found = find(look);
      if (found.entries.length > 0) break;
    }
    const { entries, match } = found;

    const reasons = new Map<string, Entry>();
    for (const entry of entries) {
      for (const target of entry.targets) {
        const known = reasons.get(target);
        if (known === undefined || (known.former !== '' && entry.former === '')) reasons.set(target, entry);
      }
    }
    return [...reasons].flatMap(([code, entry]): Candidate[] => {
      const unit = commune(code);
      if (unit === undefined) return [];
      const isUncertain = match === 'similar' || reasons.size > 1 || entry.targets.length > 1;
      return [{ ...unit, match, ...(isUncertain && { note: noteOf(entry, match) }) }];
    });
  };

  let searchNames: readonly { unit: Commune; bare: string; full: string }[] | undefined;
  const search: CommuneDirectory['search'] = ({ province: provinceCode, q }) => {
    const asked = q === undefined ? '' : fold(q);
    if (asked === '')
      return q !== undefined && q.trim() !== ''
        ? []
        : provinceCode === undefined
          ? allCommunes()
          : communesOf(provinceCode);
    searchNames ??= allCommunes().map((unit) => ({ unit, bare: fold(unit.name), full: fold(fullCommuneName(unit)) }));
    const lower = normaliseVietnamese(q ?? '').toLowerCase();
    return searchNames
      .flatMap(({ unit, bare, full }) => {
        if (provinceCode !== undefined && unit.province.code !== provinceCode) return [];
        const rank =
          bare === asked || full === asked
            ? 0
            : bare.startsWith(asked) || full.startsWith(asked)
              ? 2
              : bare.includes(asked) || full.includes(asked)
                ? 4
                : -1;
        if (rank < 0) return [];
        const accented = `${unit.type} ${unit.name}`.toLowerCase().includes(lower);
        return [{ unit, rank: accented ? rank : rank + 1 }];
      })
      .sort((a, b) => a.rank - b.rank || (a.unit.code < b.unit.code ? -1 : 1))
      .map(({ unit }) => unit);
  };

  const plain = ({ code, name }: Unit): Unit => ({ code, name });

  const origin: CommuneDirectory['origin'] = ({ code, list }) => {
    if (list === 'current') {
      const unit = commune(code);
      if (unit === undefined) return undefined;
      const before = formerProvinceOf(code);
      return {
        asCertified: `${fullCommuneName(unit)}, ${lowerFirst(province(unit.province.code)?.fullName ?? '')}`,
        former: null,
        province: unit.province,
        commune: plain(unit),
        formerProvince: before === '' ? null : formerProvinceUnit(before),
      };
    }
    const row = formerRow(code);
    const unit = formerCommune(code);
    if (row === undefined || unit === undefined) return undefined;
    const [successor, ...others] = parseFormerLine(row.line).targets;
    const today = successor === undefined || others.length > 0 ? undefined : commune(successor);
    const certifiedIn = provinceAt(row.province, DAY_OF_FORMER_NAMES)?.fullName ?? '';
    return {
      asCertified: `${fullCommuneName(unit)}, ${unit.district}, ${lowerFirst(certifiedIn)}`,
      former: { commune: plain(unit), district: unit.district, province: unit.province },
      province: provinceUnit(currentOf(row.province)),
      commune: today === undefined ? null : plain(today),
      formerProvince: unit.province,
    };
  };

  const searchFormer = createFormerSearch(reference, (line) =>
    successorsOf(line).flatMap((code) => {
      const unit = commune(code);
      return unit === undefined ? [] : [plain(unit)];
    }),
  );

  return { commune, communesOf, search, formerCommune, searchFormer, resolve, origin };
};
