// Building blocks of input schemas. A fault is 400 (wrong shape) unless it was made by `rule`, which is 422 (the value
// breaks a rule).

import * as z from 'zod';
import { isId } from '#shared/platform/ids.ts';
import { TEXT_MAX } from '#shared/platform/limits.ts';
import type { Text } from '#shared/platform/problem.ts';
import { normaliseVietnamese, withVietnameseD } from '#shared/platform/text.ts';
import { isDay } from '#shared/platform/vietnam-day.ts';
import * as messages from './messages.ts';
import { faultOfText, withoutInvisible } from './written-text.ts';

/** The parameters of a custom check: code and text of its fault, and whether it breaks a rule (422) or the shape (400). */
export type FindingParams = { code: string; detail: Text; rule: boolean };

const params = (code: string, detail: Text, rule: boolean): { params: FindingParams } => ({
  params: { code, detail, rule },
});

/** A check whose failure is 400: the value has the wrong shape. */
export const shapeError = (code: string, detail: Text) => params(code, detail, false);

/** A check whose failure is 422: the shape is right, and the value breaks a rule. */
export const ruleError = (code: string, detail: Text) => params(code, detail, true);

/** The shape error of a change that names no field. */
export const NOTHING_TO_CHANGE = shapeError('empty', messages.nothingToChange);

const VISIBLE = /[^\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;
const MEANINGFUL = /[\p{L}\p{N}]/u;

const readable =
  (lines: 'one' | 'several') =>
  (payload: z.core.ParsePayload<string>): void => {
    const fault = faultOfText(payload.value, lines);
    if (!fault) return;
    const { params } = shapeError('invalid_text', messages.invalidText(fault));
    payload.issues.push({ code: 'custom', input: payload.value, params });
  };

const BLANK = shapeError('blank', messages.blank);
const tooLong = (max: number) => shapeError('too_big', messages.textTooLong(max));

/** Makes one schema for each argument: schemas are immutable, and many fields share a length or a kind of id. */
const onePerArgument = <A, S>(make: (argument: A) => S): ((argument: A) => S) => {
  const made = new Map<A, S>();
  return (argument) => {
    const found = made.get(argument) ?? make(argument);
    made.set(argument, found);
    return found;
  };
};

/** One line of text, normalised on the way in, at most `max` UTF-16 units before and after. */
export const singleLineText = onePerArgument((max: number) =>
  z
    .string()
    .max(max)
    .transform(withoutInvisible)
    .check(readable('one'))
    .transform(normaliseVietnamese)
    .refine((text) => MEANINGFUL.test(text), BLANK)
    .refine((text) => text.length <= max, tooLong(max)),
);

/** Text of several lines: NFC, line ends as \n, at most `max` UTF-16 units before and after. */
export const multiLineText = onePerArgument((max: number) =>
  z
    .string()
    .max(max)
    .transform(withoutInvisible)
    .check(readable('several'))
    .transform((text) => withVietnameseD(text.normalize('NFC')).replaceAll(/\r\n?/g, '\n'))
    .refine((text) => VISIBLE.test(text), BLANK)
    .refine((text) => text.length <= max, tooLong(max)),
);

/** A calendar day, `YYYY-MM-DD`. */
export const day = z
  .string()
  .max(10)
  .refine(isDay, shapeError('invalid_date', messages.invalidDate))
  .meta({ format: 'date' });

const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d';

/** A time of a day in Vietnam, `HH:MM`. */
export const time = z.string().regex(new RegExp(`^${TIME}$`));

/** A time at which something ends, `HH:MM`; `24:00` is the end of the day. */
export const endTime = z.string().regex(new RegExp(`^(?:${TIME}|24:00)$`));

const INSTANT = z.iso.datetime({ offset: true });

/** An instant with its offset; normalised to UTC with milliseconds, so that texts sort as time does. */
export const instant = z
  .string()
  .max(40)
  .refine(
    (text) => INSTANT.safeParse(text).success && !Number.isNaN(Date.parse(text)),
    shapeError('invalid_instant', messages.invalidInstant),
  )
  .transform((text) => new Date(text).toISOString())
  .meta({ format: 'date-time' });

/** An id of one kind; its existence is not checked. */
export const idOf = onePerArgument((kind: keyof typeof messages.ID_EXPECTED) =>
  z
    .string()
    .max(64)
    .refine((text) => isId(kind, text), shapeError('invalid_id', messages.ID_EXPECTED[kind])),
);

/** The fields of a change that `null` clears (RFC 7396). */
export const orNull = <S extends z.ZodRawShape>(shape: S) =>
  Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [name, (schema as z.ZodType).nullable().optional()]),
  ) as unknown as { [K in keyof S]: z.ZodOptional<z.ZodNullable<S[K]>> };

/** A price in whole Vietnamese dong, 1 to ten thousand million. A price on request is no price. */
export const priceVnd = z.int().min(1).max(10_000_000_000);

/** The reason of a named action, kept with it. */
export const reason = multiLineText(TEXT_MAX.reason);

/** The body of an action that needs no reason. */
export const OptionalReason = z.strictObject({ reason: reason.optional() }).optional();

/** The body of an action that needs a reason. */
export const NeededReason = z.strictObject({ reason });
