import { decodeTime, monotonicFactory } from 'ulid';

const ulid = monotonicFactory();

/** Prefixes of ids, which identify the kind of resource. */
export const ID_PREFIXES = {
  producer: 'pdc',
  product: 'prd',
  image: 'img',
  certificate: 'crt',
  salesPoint: 'spt',
  stockChange: 'stc',
  event: 'evt',
  registration: 'reg',
  promotion: 'prm',
  office: 'off',
  audit: 'aud',
} as const;
/** The kinds of resources that have ids. */
export type IdKind = keyof typeof ID_PREFIXES;

/** A new id such as `prd_01JD…`, sortable by the millisecond of its creation. */
export const newId = (kind: IdKind, now: Date): string => `${ID_PREFIXES[kind]}_${ulid(now.getTime())}`;

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Whether a string has the form of an id of this kind. */
export const isId = (kind: IdKind, text: string): boolean =>
  text.startsWith(`${ID_PREFIXES[kind]}_`) && ULID.test(text.slice(4));

/** The instant at which an id was made. */
export const madeAt = (id: string): string => new Date(decodeTime(id.slice(4))).toISOString();
