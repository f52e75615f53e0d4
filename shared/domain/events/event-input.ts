import * as z from 'zod';
import {
  day,
  endTime,
  idOf,
  instant,
  multiLineText,
  NOTHING_TO_CHANGE,
  orNull,
  shapeError,
  singleLineText,
  time,
} from '#shared/domain/input.ts';
import { isInVietnam } from '#shared/domain/places/geo.ts';
import { province } from '#shared/domain/places/provinces.ts';
import { GROUP_CODES } from '#shared/domain/taxonomy/groups.ts';
import { EVENT_MAX, TEXT_MAX } from '#shared/platform/limits.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import { addDays, type Day, vietnamDay } from '#shared/platform/vietnam-day.ts';
import { AUDIENCES, type Audience, type DayHours, EVENT_KINDS, Event, type EventKind } from './event.ts';
import { hoursFaults, inOrder } from './event-hours.ts';
import * as messages from './messages.ts';

/** The programme began with 490/QĐ-TTg of 7 May 2018. Days outside this range are typing errors. */
const FIRST_DAY = '2018-01-01';
const LAST_DAY = '2099-12-31';

const BASIS_NUMBER_MAX = 100;
const ZONE_MAX = 50;
const BOOTH_METRES_MAX = 100;
const PLAN_METRES_MAX = 2_000;

const REPEATED = shapeError('repeated', messages.valueRepeated);
const isUnique = (values: readonly string[]): boolean => new Set(values).size === values.length;

const provinceCodes = z.array(z.string().regex(/^\d{2}$/)).refine(isUnique, REPEATED);

const Basis = z.strictObject({ number: singleLineText(BASIS_NUMBER_MAX), date: day });

const PLACE_HALF = shapeError('required', messages.coordinatesComeTogether);

const VenueInput = z
  .strictObject({
    name: singleLineText(TEXT_MAX.name),
    addressLine: singleLineText(TEXT_MAX.addressLine).optional(),
    commune: z
      .string()
      .regex(/^\d{5}$/)
      .optional(),
    lat: z.number().min(-90).max(90).optional(),
    lng: z.number().min(-180).max(180).optional(),
  })
  .refine(({ lat, lng }) => lat === undefined || lng !== undefined, { ...PLACE_HALF, path: ['lng'] })
  .refine(({ lat, lng }) => lng === undefined || lat !== undefined, { ...PLACE_HALF, path: ['lat'] });

const StopInput = z
  .strictObject({
    name: singleLineText(TEXT_MAX.name),
    producer: idOf('producer').optional(),
    salesPoint: idOf('salesPoint').optional(),
    arrivesAt: instant.optional(),
  })
  .refine(({ producer, salesPoint }) => producer === undefined || salesPoint === undefined, {
    ...shapeError('contradiction', messages.stopContradiction),
    path: ['salesPoint'],
  });

const DayHoursInput = z.strictObject({
  date: day,
  from: time.describe("When it begins, in Vietnam's time."),
  to: endTime.describe('When it ends on the same day; `24:00` is midnight.'),
  note: singleLineText(EVENT_MAX.dayNote).optional().describe('What happens then.'),
});

const metres = (most: number) => z.number().min(0).max(most).multipleOf(0.01);

const BoothInput = z.strictObject({
  id: z
    .string()
    .max(12)
    .regex(/^[A-Z0-9]+(?:-[A-Z0-9]+)*$/)
    .describe('As on the plan: capital letters and digits.'),
  widthMetres: metres(BOOTH_METRES_MAX).gt(0),
  depthMetres: metres(BOOTH_METRES_MAX).gt(0),
  zone: singleLineText(ZONE_MAX).optional(),
  x: metres(PLAN_METRES_MAX).optional(),
  y: metres(PLAN_METRES_MAX).optional(),
});

const RegistrationInput = z.strictObject({
  audience: z.enum(AUDIENCES).optional().describe("Without it the kind's own: products or people."),
  from: day,
  to: day,
  capacity: z.int().min(1).max(EVENT_MAX.capacity),
  minStars: z
    .union([z.literal(3), z.literal(4), z.literal(5)])
    .nullable()
    .default(null),
  groups: z.array(z.enum(GROUP_CODES)).min(1).refine(isUnique, REPEATED).nullable().default(null),
  provinces: provinceCodes.min(1).max(34).nullable().default(null).describe('Current provinces of the products.'),
  approval: z.boolean().default(false),
});

const needed = {
  kind: z.enum(EVENT_KINDS),
  title: singleLineText(TEXT_MAX.name),
  provinces: provinceCodes.min(1).max(EVENT_MAX.provinces),
  startDate: day,
  endDate: day,
};

const clearable = {
  titleEn: singleLineText(TEXT_MAX.name),
  description: multiLineText(TEXT_MAX.description),
  audience: singleLineText(TEXT_MAX.name),
  startTime: time,
  endTime,
  legalBasis: Basis,
  venue: VenueInput,
  registration: RegistrationInput,
  alcoholBasis: Basis,
};

const lists = {
  stops: z.array(StopInput).max(EVENT_MAX.stops),
  days: z.array(DayHoursInput).max(EVENT_MAX.dayHours),
  closedDates: z.array(day).max(EVENT_MAX.days).refine(isUnique, REPEATED),
  booths: z
    .array(BoothInput)
    .max(EVENT_MAX.booths)
    .refine((booths) => isUnique(booths.map(({ id }) => id)), REPEATED),
};

/** The id of an office. */
export const OfficeId = z.string().regex(/^off_(?:ministry|\d{2})$/);
const organizer = z.strictObject({ name: singleLineText(TEXT_MAX.name) });

/**
 * A new event. `office` is the office that runs it, the caller's own where it is not said; `organizer` is who is named,
 * that office where it is not said. Days are Vietnamese days, both ends included; without a start time an event takes whole
 * days.
 */
export const CreateEvent = z.strictObject({
  ...needed,
  ...z.object(clearable).partial().shape,
  ...z.object(lists).partial().shape,
  office: OfficeId.optional(),
  organizer: organizer.optional(),
});
export type CreateEvent = z.infer<typeof CreateEvent>;

/** A change: missing fields stay unchanged, `null` clears; a given list, venue or registration replaces the whole one. */
export const EditEvent = z
  .strictObject({
    ...z.object(needed).partial().shape,
    ...orNull(clearable),
    ...z.object(lists).partial().shape,
    office: OfficeId.optional(),
    organizer: organizer.optional(),
  })
  .refine((given) => Object.keys(given).length > 0, NOTHING_TO_CHANGE);
export type EditEvent = z.infer<typeof EditEvent>;

const AUDIENCE_OF_KIND: Record<EventKind, Audience> = {
  fair: 'products',
  'live-sale': 'products',
  festival: 'products',
  'evaluation-round': 'products',
  'study-tour': 'people',
  'training-class': 'people',
  conference: 'people',
};

/** Applies an optional input to an optional value: `null` clears, undefined keeps. */
const kept = <T>(given: T | null | undefined, before: T | undefined): T | undefined =>
  given === undefined ? before : (given ?? undefined);

type Texts = Pick<Event, 'titleEn' | 'description' | 'audience' | 'startTime' | 'endTime'>;

const textsWith = (event: Texts, input: EditEvent): Texts =>
  Object.fromEntries(
    (['titleEn', 'description', 'audience', 'startTime', 'endTime'] as const)
      .map((name) => [name, kept(input[name], event[name])])
      .filter(([, value]) => value !== undefined),
  );

/** Fields of an input without those that are not there: an optional property is absent, never undefined. */
const present = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

const venueWith = (event: Event, { venue }: EditEvent, commune: { code: string; name: string } | undefined) => {
  if (venue === undefined || venue === null) return venue === null ? null : event.venue;
  const { commune: _, ...rest } = venue;
  return { ...present(rest), ...(commune === undefined ? {} : { commune }) } as Event['venue'];
};

const withoutUndefined = (days: readonly z.infer<typeof DayHoursInput>[]): DayHours[] =>
  days.map(present) as DayHours[];

const daysWith = (event: Event, { days }: EditEvent): Pick<Event, 'days'> => {
  const after = days === undefined ? (event.days ?? []) : inOrder(withoutUndefined(days));
  return after.length === 0 ? {} : { days: after };
};

/** Applies the input to an event; `commune` is the commune of the venue. The rules are checked in `eventFaults`. */
export const withInput = (
  event: Event,
  input: EditEvent,
  commune: { code: string; name: string } | undefined,
): Event => {
  const { titleEn: _, description: __, audience: ___, startTime: ____, endTime: _____, days: ______, ...rest } = event;
  const kind = input.kind ?? event.kind;
  const { registration } = input;
  // Keys are in the order of the schema, so that rows are equal to those of a parsed document.
  return Event.parse({
    ...rest,
    ...textsWith(event, input),
    ...daysWith(event, input),
    kind,
    title: input.title ?? event.title,
    legalBasis: input.legalBasis === undefined ? event.legalBasis : input.legalBasis,
    organizer: { ...event.organizer, ...input.organizer },
    provinces: input.provinces?.map((code) => ({ code, name: province(code)?.name ?? '' })) ?? event.provinces,
    venue: venueWith(event, input, commune),
    stops: (input.stops?.map(present) as Event['stops'] | undefined) ?? event.stops,
    startDate: input.startDate ?? event.startDate,
    endDate: input.endDate ?? event.endDate,
    closedDates: input.closedDates?.toSorted() ?? event.closedDates,
    registration:
      registration === undefined || registration === null
        ? registration === null
          ? null
          : event.registration
        : { ...registration, audience: registration.audience ?? AUDIENCE_OF_KIND[kind] },
    booths: (input.booths?.map(present) as Event['booths'] | undefined) ?? event.booths,
    alcoholBasis: input.alcoholBasis === undefined ? event.alcoholBasis : input.alcoholBasis,
  });
};

/** The place of a fault of several fields: the first of them that was sent. */
const placeIn = (input: EditEvent, ...fields: (keyof EditEvent)[]): string =>
  `/${fields.find((field) => input[field] !== undefined) ?? fields[0]}`;

const dayFaults = (event: Event, input: EditEvent): Fault[] => {
  const { startDate, endDate, closedDates } = event;
  const faults: Fault[] = [];
  for (const field of ['startDate', 'endDate'] as const)
    if (event[field] < FIRST_DAY || event[field] > LAST_DAY)
      faults.push(brokenRule(`/${field}`, 'event_day_out_of_range', messages.eventDayOutOfRange(FIRST_DAY, LAST_DAY)));
  if (endDate < startDate)
    faults.push(
      brokenRule(placeIn(input, 'endDate', 'startDate'), 'event_ends_before_start', messages.eventEndsBeforeStart),
    );
  else if (endDate >= addDays(startDate, EVENT_MAX.days))
    faults.push(
      brokenRule(placeIn(input, 'endDate', 'startDate'), 'event_too_long', messages.eventTooLong(EVENT_MAX.days)),
    );
  if (closedDates.some((closed) => closed <= startDate || closed >= endDate))
    faults.push(
      brokenRule(
        placeIn(input, 'closedDates', 'startDate', 'endDate'),
        'closed_date_outside',
        messages.closedDateOutside,
      ),
    );
  return faults;
};

const faultsOfHours = (event: Event, input: EditEvent): Fault[] =>
  hoursFaults(
    event,
    input.days === undefined ? (event.days ?? []) : withoutUndefined(input.days),
    (index, field) =>
      input.days === undefined
        ? placeIn(input, 'startDate', 'endDate', 'closedDates', 'startTime', 'endTime')
        : `/days/${index}/${field}`,
    (...fields) => placeIn(input, ...fields),
  );

const stopFaults = ({ stops, startDate, endDate, closedDates }: Event, input: EditEvent): Fault[] =>
  stops.flatMap(({ arrivesAt }, index) => {
    if (arrivesAt === undefined) return [];
    const on = vietnamDay(new Date(arrivesAt));
    if (startDate <= on && on <= endDate && !closedDates.includes(on)) return [];
    return [
      brokenRule(
        input.stops === undefined ? placeIn(input, 'startDate', 'endDate', 'closedDates') : `/stops/${index}/arrivesAt`,
        'stop_outside_days',
        messages.stopOutsideDays(index + 1),
      ),
    ];
  });

const provinceFaults = (codes: readonly string[], pointer: string): Fault[] =>
  codes.flatMap((code, index) =>
    province(code) ? [] : [brokenRule(`${pointer}/${index}`, 'province_unknown', messages.provinceUnknown)],
  );

const registrationFaults = ({ registration, endDate }: Event, input: EditEvent): Fault[] => {
  if (registration === null) return [];
  const { from, to, audience, minStars, groups, provinces } = registration;
  const faults: Fault[] = provinceFaults(provinces ?? [], '/registration/provinces');
  if (to < from)
    faults.push(brokenRule('/registration/to', 'registration_ends_before_start', messages.registrationEndsBeforeStart));
  if (to > endDate)
    faults.push(
      brokenRule(
        input.registration === undefined ? placeIn(input, 'endDate') : '/registration/to',
        'registration_after_end',
        messages.registrationAfterEnd,
      ),
    );
  for (const [name, value] of Object.entries({ minStars, groups, provinces }))
    if (audience === 'people' && value !== null)
      faults.push(brokenRule(`/registration/${name}`, 'registration_products_only', messages.registrationProductsOnly));
  return faults;
};

const venueFaults = ({ venue }: Event): Fault[] => {
  if (venue?.lat === undefined || venue.lng === undefined) return [];
  if (isInVietnam({ lat: venue.lat, lng: venue.lng })) return [];
  return (['lat', 'lng'] as const).map((field) =>
    brokenRule(`/venue/${field}`, 'coordinates_outside_vietnam', messages.coordinatesOutsideVietnam),
  );
};

/** All rules that an event breaks by itself; `input` is used to point faults at the fields that were sent. */
export const eventFaults = (event: Event, input: EditEvent): Fault[] => [
  ...dayFaults(event, input),
  ...faultsOfHours(event, input),
  ...provinceFaults(
    event.provinces.map(({ code }) => code),
    '/provinces',
  ),
  ...venueFaults(event),
  ...stopFaults(event, input),
  ...registrationFaults(event, input),
];

/**
 * Faults of changes that an announced event does not allow: its kind, its office and the audience of its registration,
 * because registrations depend on them. Once it has begun, its first day is fixed, because outcomes are stored under
 * it.
 */
export const announcedFaults = (before: Event, after: Event, today: Day): Fault[] => {
  if (before.publishedAt === null) return [];
  const faults: Fault[] = [];
  if (after.kind !== before.kind) faults.push(brokenRule('/kind', 'event_kind_fixed', messages.eventKindFixed));
  if (after.organizer.office !== before.organizer.office)
    faults.push(brokenRule('/office', 'event_office_fixed', messages.eventOfficeFixed));
  if (before.startDate <= today && after.startDate !== before.startDate)
    faults.push(brokenRule('/startDate', 'event_start_fixed', messages.eventStartFixed));
  if (before.registration !== null && after.registration?.audience !== before.registration.audience)
    faults.push(
      brokenRule(
        after.registration === null ? '/registration' : '/registration/audience',
        'registration_fixed',
        messages.registrationFixed,
      ),
    );
  return faults;
};
