import { slugify } from '#shared/platform/text.ts';

/** What examples call the things that scenes number. */
const NAMES: Readonly<Record<string, string>> = {
  'Hộ kinh doanh': 'Hộ kinh doanh Ba Nhất',
  'Sản phẩm': 'Thịt chưng mắm tép',
  'Bản nháp': 'Thịt chưng mắm tép',
  'Sản phẩm dự hội chợ': 'Mắm tép Gia Viễn',
  'Sản phẩm khuyến mại': 'Rượu nếp Kim Sơn',
  'Chủ thể dự hội chợ': 'Hợp tác xã Gia Viễn',
  'Chủ thể báo cáo': 'Hợp tác xã Kim Sơn',
  'Điểm bán': 'Điểm bán OCOP Phố cổ Hoa Lư',
  'Hội chợ': 'Hội chợ OCOP Hoa Lư',
  GCN: 'GCN-01/2026',
};
const NUMBERED = /^(.*\S) (\d+)$/;

/** Fields whose values are random, signed or long. */
const OPAQUE: Readonly<Record<string, string>> = {
  pass: 'eyJhbGciOiJFUzI1NiJ9.eyJyIjoicmVnXzAxSzkifQ.c2lnbmF0dXJl',
  qr: '<svg xmlns="http://www.w3.org/2000/svg">…</svg>',
  verification: 'vrf_…',
  kid: 'gate-key-1',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  requestId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  policy: '…',
};
const SIGNED_FIELD = /^x-amz-/i;
const MEDIA_FOLDER = /(?<=\/media\/)[\w-]{22}(?=\/)/g;
/** People whom scenes number. */
const NUMBERED_SUBJECT = /^(officer-new|colleague)-\d+$/;
const ID = /\b[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}\b/g;
/** Items of a list that an example shows. */
const SHOWN_ITEMS = 2;

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/** The names that end in a number of the run, and their slugs, with what stands for them. */
const replacementsFor = (value: unknown): [found: string, replacement: string][] => {
  const numbered = [...new Set(textsIn(value))].filter((text) => NAMES[NUMBERED.exec(text)?.[1] ?? ''] !== undefined);
  const taken = new Map<string, number>();
  return numbered.flatMap((text): [string, string][] => {
    const base = NUMBERED.exec(text)?.[1] ?? '';
    const count = (taken.get(base) ?? 0) + 1;
    taken.set(base, count);
    const name = `${NAMES[base]}${count === 1 ? '' : ` ${count}`}`;
    return [
      [text, name],
      [slugify(text), slugify(name)],
    ];
  });
};

/** `value` with everything that differs from run to run replaced by what is the same in every run, and lists cut short. */
export const stableValues = (value: unknown): unknown => {
  const replacements = replacementsFor(value);
  const ids = new Map<string, string>();
  const idFor = (id: string): string => {
    const known = ids.get(id) ?? `${id.slice(0, 4)}01K9${String(ids.size + 1).padStart(22, '0')}`;
    ids.set(id, known);
    return known;
  };
  const stableText = (text: string): string =>
    replacements.find(([found]) => found === text)?.[1] ??
    text.replace(MEDIA_FOLDER, 'IJX7sjBz6iM4pyXZ_RqPEI').replace(NUMBERED_SUBJECT, '$1-1').replace(ID, idFor);
  const stable = (entry: unknown, field = ''): unknown => {
    if (typeof entry === 'string') return SIGNED_FIELD.test(field) ? '…' : (OPAQUE[field] ?? stableText(entry));
    if (Array.isArray(entry)) return entry.slice(0, SHOWN_ITEMS).map((item) => stable(item));
    if (typeof entry !== 'object' || entry === null) return entry;
    return Object.fromEntries(Object.entries(entry).map(([name, item]) => [stableText(name), stable(item, name)]));
  };
  return stable(value);
};
