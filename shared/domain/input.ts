// The building blocks of input schemas. A fault that a schema finds is 400 (the value is malformed) unless it was made by
// `rule`, which is 422 (well-formed, but against a rule).
import * as z from 'zod';
import { type IdKind, isId } from '#shared/platform/ids.ts';
import { TEXT_MAX } from '#shared/platform/limits.ts';
import { normaliseVietnamese } from '#shared/platform/text.ts';
import { isDay } from '#shared/platform/vietnam-day.ts';

type Finding = { code: string; vi: string; en: string };

/** What a custom check hands on to whoever turns issues into faults. */
export type FindingParams = Finding & { rule: boolean };

const params = (finding: Finding, rule: boolean): { params: FindingParams } => ({ params: { ...finding, rule } });

/** A check whose failure is 400: the value is malformed. */
export const malformed = (code: string, vi: string, en: string) => params({ code, vi, en }, false);

/** A check whose failure is 422: the value is well-formed but breaks a rule. */
export const rule = (code: string, vi: string, en: string) => params({ code, vi, en }, true);

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this finds.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
/** What shows nothing, or turns the direction of what follows: names made of it deceive. */
const INVISIBLE = /[\p{Cf}\u115f\u1160\u2800\u3164\uffa0]/u;
const TURNS_DIRECTION = /[\u202a-\u202e\u2066-\u2069]/;
const VISIBLE = /[^\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;
const LINE_BREAK = /[\t\r\n\u2028\u2029]/;
const MEANINGFUL = /[\p{L}\p{N}]/u;

const clean = (text: string): boolean => text.isWellFormed() && !CONTROL.test(text);
const INVALID_TEXT = malformed(
  'invalid_text',
  'Chứa ký tự điều khiển, ký tự ẩn hoặc ký tự Unicode không hợp lệ.',
  'Contains control, invisible or broken characters.',
);
const BLANK = malformed('blank', 'Không được để trống.', 'Must not be blank.');
const tooLong = (max: number) =>
  malformed('too_big', `Dài quá ${max} ký tự sau khi chuẩn hóa.`, `Is longer than ${max} characters once normalised.`);

/** One line of text, normalised on the way in, at most `max` UTF-16 units before and after. */
export const line = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => clean(text) && !LINE_BREAK.test(text) && !INVISIBLE.test(text), INVALID_TEXT)
    .transform(normaliseVietnamese)
    .refine((text) => MEANINGFUL.test(text), BLANK)
    .refine((text) => text.length <= max, tooLong(max));

/** Text of several lines: NFC, line ends as \n, at most `max` UTF-16 units before and after. */
export const prose = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => clean(text) && !TURNS_DIRECTION.test(text), INVALID_TEXT)
    .transform((text) => text.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim())
    .refine((text) => VISIBLE.test(text), BLANK)
    .refine((text) => text.length <= max, tooLong(max));

/** A calendar day, `YYYY-MM-DD`. */
export const day = z
  .string()
  .max(10)
  .refine(
    isDay,
    malformed('invalid_date', 'Phải là một ngày có thật, dạng YYYY-MM-DD.', 'Must be a real day as YYYY-MM-DD.'),
  )
  .meta({ format: 'date' });

const INSTANT = z.iso.datetime({ offset: true });

/** An instant with its offset; normalised to UTC with milliseconds, so that texts sort as time does. */
export const instant = z
  .string()
  .max(40)
  .refine(
    (text) => INSTANT.safeParse(text).success && !Number.isNaN(Date.parse(text)),
    malformed(
      'invalid_instant',
      'Phải là thời điểm có múi giờ, như 2026-11-23T16:00:00+07:00.',
      'Must be an instant with its offset, such as 2026-11-23T16:00:00+07:00.',
    ),
  )
  .transform((text) => new Date(text).toISOString())
  .meta({ format: 'date-time' });

/** The id of something; whether there is such a thing is another question. */
export const idOf = (kind: IdKind, vi: string, en: string) =>
  z
    .string()
    .max(64)
    .refine((text) => isId(kind, text), malformed('invalid_id', vi, en));

/** The fields of a change that `null` clears (RFC 7396). */
export const orNull = <S extends z.ZodRawShape>(shape: S) =>
  Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [name, (schema as z.ZodType).nullable().optional()]),
  ) as unknown as { [K in keyof S]: z.ZodOptional<z.ZodNullable<S[K]>> };

/** A whole amount in Vietnamese dong, 0 to ten thousand million. */
export const amountVnd = z.int().min(0).max(10_000_000_000);

/** The reason of a named action, kept with it. */
export const reason = prose(TEXT_MAX.reason);

/** The body of an action that needs no reason. */
export const OptionalReason = z.strictObject({ reason: reason.optional() }).optional();

/** The body of an action that must be explained to the other side. */
export const NeededReason = z.strictObject({ reason });
