import type * as z from 'zod';
import type { FindingParams } from '#shared/domain/input.ts';
import { type Fault, Problem, type Text } from '#shared/platform/problem.ts';

type Issue = z.core.$ZodIssue;

const EXPECTED: Record<string, Text> = {
  string: { vi: 'chuỗi ký tự', en: 'a string' },
  number: { vi: 'số', en: 'a number' },
  int: { vi: 'số nguyên', en: 'an integer' },
  boolean: { vi: 'đúng hoặc sai', en: 'a boolean' },
  array: { vi: 'danh sách', en: 'an array' },
  object: { vi: 'đối tượng', en: 'an object' },
};

const sentence = (issue: Issue): { code: string; detail: Text } => {
  if (issue.input === undefined) return { code: 'required', detail: { vi: 'Bắt buộc phải có.', en: 'Is required.' } };
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = EXPECTED[issue.expected] ?? { vi: issue.expected, en: issue.expected };
      return { code: 'invalid_type', detail: { vi: `Phải là ${wanted.vi}.`, en: `Must be ${wanted.en}.` } };
    }
    case 'too_small':
      return {
        code: 'too_small',
        detail: {
          vi: `Nhỏ hơn hoặc ngắn hơn mức tối thiểu ${issue.minimum}.`,
          en: `Is below the minimum of ${issue.minimum}.`,
        },
      };
    case 'too_big':
      return {
        code: 'too_big',
        detail: {
          vi: `Lớn hơn hoặc dài hơn mức tối đa ${issue.maximum}.`,
          en: `Is above the maximum of ${issue.maximum}.`,
        },
      };
    case 'invalid_value':
      return {
        code: 'invalid_value',
        detail: {
          vi: `Phải là một trong: ${issue.values.join(', ')}.`,
          en: `Must be one of: ${issue.values.join(', ')}.`,
        },
      };
    case 'not_multiple_of':
      return {
        code: 'invalid_value',
        detail: { vi: `Phải là bội số của ${issue.divisor}.`, en: `Must be a multiple of ${issue.divisor}.` },
      };
    default:
      return { code: 'invalid_format', detail: { vi: 'Không đúng định dạng.', en: 'Has the wrong form.' } };
  }
};

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

type Place = 'body' | 'query';

const placed = (place: Place, path: readonly PropertyKey[]): { pointer: string } | { parameter: string } =>
  place === 'body' ? { pointer: pointerOf(path) } : { parameter: path.map(String).join('.') };

const UNKNOWN_FIELD: Text = {
  vi: 'Trường này không có trong đặc tả API.',
  en: 'This field is not part of the contract.',
};
const UNKNOWN_PARAMETER: Text = {
  vi: 'Tham số này không có trong đặc tả API.',
  en: 'This parameter is not part of the contract.',
};

/** Names that a caller made up are repeated only so far, and never with broken Unicode. */
export const shown = (name: string): string => name.slice(0, 100).toWellFormed();

const faultsOf = (place: Place, issue: Issue): { fault: Fault; rule: boolean }[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      fault: {
        ...placed(place, [...issue.path, shown(key)]),
        code: 'unknown_field',
        detail: place === 'body' ? UNKNOWN_FIELD : UNKNOWN_PARAMETER,
      },
      rule: false,
    }));
  }
  if (issue.code === 'custom' && issue.params) {
    const { code, vi, en, rule } = issue.params as FindingParams;
    return [{ fault: { ...placed(place, issue.path), code, detail: { vi, en } }, rule }];
  }
  return [{ fault: { ...placed(place, issue.path), ...sentence(issue) }, rule: false }];
};

/**
 * Parses a part of a request and collects its faults. All faults of all parts are reported together by `refuse`.
 */
export const parsePart = <S extends z.ZodType>(place: Place, schema: S, value: unknown) => {
  const parsed = schema.safeParse(value, { reportInput: true });
  return parsed.success
    ? { data: parsed.data, found: [] }
    : { data: undefined, found: parsed.error.issues.flatMap((issue) => faultsOf(place, issue)) };
};

/**
 * Options of a check between fields: it is made also where other fields are at fault, but not where one of `names` is, so
 * that one answer names all faults.
 */
export const whenRight = (...names: string[]) => ({
  when: ({ issues }: z.core.ParsePayload): boolean => !issues.some(({ path }) => names.includes(String(path?.[0]))),
});

/** A body can hold so many unknown names that naming them all would be larger than an answer may be. */
const FAULTS_MAX = 100;

/** Throws the problem that names every fault, the first hundred at most: 422 when only rules are broken, otherwise 400. */
export const refuse = (found: { fault: Fault; rule: boolean }[]): void => {
  if (found.length === 0) return;
  const code = found.every(({ rule }) => rule) ? 'rule_violated' : 'invalid_request';
  throw new Problem(code, undefined, { faults: found.slice(0, FAULTS_MAX).map(({ fault }) => fault) });
};
