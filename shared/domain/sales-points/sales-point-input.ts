import * as z from 'zod';
import { SUBJECT } from '#shared/domain/access/members.ts';
import { day, NOTHING_TO_CHANGE, ruleError, shapeError, singleLineText, time } from '#shared/domain/input.ts';
import { Phone } from '#shared/domain/phone.ts';
import { isInVietnam, type LatLng } from '#shared/domain/places/geo.ts';
import { TaxCode } from '#shared/domain/producers/tax-code.ts';
import { HOLIDAYS_MAX, TEXT_MAX, WEEKLY_HOURS_MAX } from '#shared/platform/limits.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';
import { type SalesPoint, SITE_TYPES } from './sales-point.ts';

const HOLIDAY_NAME_MAX = 100;

const TIME_MISSING = shapeError('required', messages.timesComeTogether);

const Weekly = z.strictObject({
  days: z
    .array(z.int().min(1).max(7))
    .min(1)
    .max(7)
    .refine((days) => new Set(days).size === days.length, shapeError('repeated', messages.weekdayRepeated)),
  opens: time,
  closes: time,
});

const Holiday = z
  .strictObject({
    from: day,
    to: day,
    opens: time.optional(),
    closes: time.optional(),
    name: singleLineText(HOLIDAY_NAME_MAX).optional(),
  })
  .refine(({ from, to }) => from <= to, {
    ...ruleError('holiday_ends_before_start', messages.holidayEndsBeforeStart),
    path: ['to'],
  })
  .refine(({ opens, closes }) => opens === undefined || closes !== undefined, { ...TIME_MISSING, path: ['closes'] })
  .refine(({ opens, closes }) => closes === undefined || opens !== undefined, { ...TIME_MISSING, path: ['opens'] });

const Hours = z.strictObject({
  weekly: z.array(Weekly).max(WEEKLY_HOURS_MAX),
  holidays: z.array(Holiday).max(HOLIDAYS_MAX).default([]),
});

const fields = {
  name: singleLineText(TEXT_MAX.name),
  siteType: z.enum(SITE_TYPES),
  commune: z.string().regex(/^\d{5}$/),
  addressLine: singleLineText(TEXT_MAX.addressLine),
  lat: z.number().min(-90).max(90),
  lng: z.number().min(-180).max(180),
};

/** True for a place that is far from the centre of its commune and right. */
const locationConfirmed = z.boolean();

/** A new sales point. `commune` is a code of the current list; without an operator it operates under its own name. */
export const CreateSalesPoint = z.strictObject({
  ...fields,
  operator: z.strictObject({ name: singleLineText(TEXT_MAX.name), taxCode: TaxCode.optional() }).optional(),
  openingHours: Hours.optional(),
  phone: Phone.optional(),
  locationConfirmed: locationConfirmed.optional(),
  member: z.string().max(128).regex(SUBJECT).optional(),
});
export type CreateSalesPoint = z.infer<typeof CreateSalesPoint>;

/** A change: fields left out stay, `null` clears an optional one; opening hours are replaced as a whole. */
export const EditSalesPoint = z
  .strictObject({
    ...z.object(fields).partial().shape,
    operator: z
      .strictObject({ name: singleLineText(TEXT_MAX.name).optional(), taxCode: TaxCode.nullable().optional() })
      .optional(),
    openingHours: Hours.nullable().optional(),
    phone: Phone.nullable().optional(),
    locationConfirmed: locationConfirmed.optional(),
  })
  .refine((given) => Object.keys(given).length > 0, NOTHING_TO_CHANGE);
export type EditSalesPoint = z.infer<typeof EditSalesPoint>;

/** Faults of coordinates outside of Vietnam; `given` says which coordinates are checked. */
export const placeFaults = (place: LatLng, given: Partial<Record<keyof LatLng, unknown>> = place): Fault[] =>
  isInVietnam(place)
    ? []
    : (['lat', 'lng'] as const)
        .filter((field) => given[field] !== undefined)
        .map((field) => brokenRule(`/${field}`, 'coordinates_outside_vietnam', messages.coordinatesOutsideVietnam));

/** Faults of a change of province: an approved sales point stays in its province, whose officers are responsible for it. */
export const provinceFaults = (point: SalesPoint, province: { code: string } | undefined): Fault[] =>
  province === undefined || point.approvedAt === null || province.code === point.province.code
    ? []
    : [brokenRule('/commune', 'sales_point_province_fixed', messages.salesPointProvinceFixed)];
