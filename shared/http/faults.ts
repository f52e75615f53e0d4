import type * as z from 'zod';
import type { FindingParams } from '#shared/domain/input.ts';
import { type Fault, Problem, type Text } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';

type Issue = z.core.$ZodIssue;

const EXPECTED: Record<string, Text> = {
  string: messages.aString,
  number: messages.aNumber,
  int: messages.anInteger,
  boolean: messages.aBoolean,
  array: messages.anArray,
  object: messages.anObject,
};

const sentence = (issue: Issue): { code: string; detail: Text } => {
  if (issue.input === undefined) return { code: 'required', detail: messages.required };
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = EXPECTED[issue.expected] ?? { vi: issue.expected, en: issue.expected };
      return { code: 'invalid_type', detail: messages.invalidType(wanted) };
    }
    case 'too_small':
      return {
        code: 'too_small',
        detail: messages.tooSmall(issue.minimum),
      };
    case 'too_big':
      return {
        code: 'too_big',
        detail: messages.tooBig(issue.maximum),
      };
    case 'invalid_value':
      return {
        code: 'invalid_value',
        detail: messages.notOneOf(issue.values.join(', ')),
      };
    case 'not_multiple_of':
      return {
        code: 'invalid_value',
        detail: messages.notMultipleOf(issue.divisor),
      };
    default:
      return { code: 'invalid_format', detail: messages.invalidFormat };
  }
};

/** The JSON pointer of a path. */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

type Place = 'body' | 'query';

const placed = (place: Place, path: readonly PropertyKey[]): { pointer: string } | { parameter: string } =>
  place === 'body' ? { pointer: pointerOf(path) } : { parameter: path.map(String).join('.') };

/** Names that a caller made up are repeated only so far, and never with broken Unicode. */
export const printable = (name: string): string => name.slice(0, 100).toWellFormed();

const faultsOf = (place: Place, issue: Issue): { fault: Fault; rule: boolean }[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      fault: {
        ...placed(place, [...issue.path, printable(key)]),
        code: 'unknown_field',
        detail: place === 'body' ? messages.unknownField : messages.unknownParameter,
      },
      rule: false,
    }));
  }
  if (issue.code === 'custom' && issue.params) {
    const { code, detail, rule } = issue.params as FindingParams;
    return [{ fault: { ...placed(place, issue.path), code, detail }, rule }];
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
 * Options of a check between fields: it runs even if other fields have faults, but not if one of `names` has, so that
 * one response reports all faults.
 */
export const whenRight = (...names: string[]) => ({
  when: ({ issues }: z.core.ParsePayload): boolean => !issues.some(({ path }) => names.includes(String(path?.[0]))),
});

/** Maximum number of reported faults, because a body with many unknown names could exceed the size of a response. */
const FAULTS_MAX = 100;

/** Throws a problem with all faults, at most a hundred: 422 if only rules are broken, otherwise 400. */
export const refuse = (found: { fault: Fault; rule: boolean }[]): void => {
  if (found.length === 0) return;
  const code = found.every(({ rule }) => rule) ? 'rule_violated' : 'invalid_request';
  throw new Problem(code, undefined, { faults: found.slice(0, FAULTS_MAX).map(({ fault }) => fault) });
};
