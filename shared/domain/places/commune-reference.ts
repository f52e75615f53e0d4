// The stored reference of communes, and how its lines and names are read.
import { fold } from '#shared/platform/text.ts';

/**
 * The reference as text for fast loading. `current`: province code → code of the former province that contained all
 * predecessors (empty if there are several) → `14329pHoa Lư;…`. `former`: former province code → district →
 * `14320xNinh Nhất>14329;…`, with successors separated by commas. `=14320xNinh Nhất` is an earlier or later name of
 * 14320 in the lists, `~14320xNinh Nhất` another spelling or a name that no list had; both have the successors of
 * 14320 unless their own follow. An entry can lack a code. `@3-7` ends an entry that was in the lists from `days[3]` to
 * the day before `days[7]`; an absent number is an open end. Types: x xã, p phường, t thị trấn, d đặc khu.
 */
export type CommuneReference = {
  days: readonly string[];
  current: Record<string, Record<string, string>>;
  former: Record<string, Record<string, string>>;
};

export type TypeLetter = 'x' | 'p' | 't' | 'd';

/** A line of `former`; `from` and `to` are indexes into `days`. */
export type FormerLine = {
  kind: 'unit' | 'name' | 'spelling';
  code: string;
  letter: TypeLetter;
  bare: string;
  targets: readonly string[];
  from: number | undefined;
  to: number | undefined;
};

const FORMER_LINE = /^([=~]?)(\d{5})?([xptd])([^>@]+)(?:>([^@]*))?(?:@(\d*)-(\d*))?$/;

const indexOf = (text: string | undefined): number | undefined =>
  text === undefined || text === '' ? undefined : Number(text);

/** Reads a line of `former`. */
export const parseFormerLine = (line: string): FormerLine => {
  const [, mark = '', code = '', letter = '', bare = '', targets = '', from, to] = FORMER_LINE.exec(line) ?? [];
  return {
    kind: mark === '=' ? 'name' : mark === '~' ? 'spelling' : 'unit',
    code,
    letter: letter as TypeLetter,
    bare,
    targets: targets === '' ? [] : targets.split(','),
    from: indexOf(from),
    to: indexOf(to),
  };
};

/** The types of current communes by their letters. */
export const CURRENT_TYPES: Readonly<Record<string, 'xã' | 'phường' | 'đặc khu'>> = {
  x: 'xã',
  p: 'phường',
  d: 'đặc khu',
};

/** The types of former communes by their letters. */
export const FORMER_TYPES: Readonly<Record<string, 'xã' | 'phường' | 'thị trấn'>> = {
  x: 'xã',
  p: 'phường',
  t: 'thị trấn',
};

/** The name of a commune without its type; a numbered ward keeps it, "Phường 1". */
export const displayName = (type: string, bare: string): string =>
  type === 'p' && /^\d/.test(bare) ? `Phường ${bare}` : bare;

/** What spellings of a former district share: folded, without its type and without leading zeros. */
export const districtKey = (district: string): string => {
  const folded = fold(district);
  const bare = folded.replace(/^(huyen|quan|thi xa|thanh pho|tp|tx|q|h) (?=\S)/, '');
  return bare.replace(/^0+(?=\d)/, '');
};
