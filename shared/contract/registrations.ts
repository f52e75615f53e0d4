// The shapes of answers about taking part in events, and what the OpenAPI document says of its operations.
import * as z from 'zod';
import { VISIBLE_EVENT_STATES } from '#shared/domain/events/event.ts';
import { VISIBLE_REGISTRATION_STATES } from '#shared/domain/registrations/registration.ts';
import { DIRECTIONS } from '#shared/domain/registrations/registration-input.ts';
import { Day, Instant, Stars } from './parts.ts';

const Party = z.strictObject({ id: z.string(), name: z.string() });

const EventOfRegistration = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    startDate: Day,
    endDate: Day,
    status: z.enum(VISIBLE_EVENT_STATES),
  })
  .meta({ id: 'EventOfRegistration' });

const WaitingPlace = z.int().nullable();

const row = {
  id: z.string(),
  status: z
    .enum(VISIBLE_REGISTRATION_STATES)
    .describe('`waiting` has no place yet; `pending` has one and waits for the office.'),
  ticket: z.int().describe('Its number in the order of registrations, from 1. Who is in stays in.'),
  approval: z.enum(['not-needed', 'needed', 'given']),
  product: Party.nullable(),
  producer: Party.nullable(),
  booth: z.string().nullable(),
  createdAt: Instant,
};

const rowWithContact = {
  ...row,
  contact: z.strictObject({
    name: z.string(),
    phone: z.string().optional().describe('E.164.'),
    organisation: z.string().optional(),
  }),
  note: z.string().nullable(),
};

const registration = {
  ...rowWithContact,
  event: EventOfRegistration,
  ending: z.strictObject({ at: Instant, reason: z.string().nullable() }).nullable(),
  updatedAt: Instant,
};
export const Registration = z.strictObject(registration).meta({ id: 'Registration' });

export const RegistrationNow = z
  .strictObject({
    ...registration,
    waitingPlace: WaitingPlace.describe(
      'Its place among those that wait is at most this one, since some before it may have left; null for one that has a place.',
    ),
    attendance: z
      .strictObject({ days: z.array(Day), verification: z.string() })
      .nullable()
      .describe(
        'For the officers of the event: the days on which it came, and the verification id of a certificate of exactly these days. Null for one that never came, and for whose it is.',
      ),
  })
  .meta({ id: 'RegistrationNow' });

export const EventRegistration = z
  .strictObject({
    ...rowWithContact,
    waitingPlace: WaitingPlace.describe('Its place among those that wait, from 1; null for one that has a place.'),
    eligibility: z
      .strictObject({ eligible: z.boolean(), stars: Stars.nullable(), refusals: z.array(z.string()) })
      .nullable()
      .describe('Whether the product would be admitted as things are today, and the codes of what stands against it.'),
  })
  .meta({ id: 'EventRegistration' });

export const OwnRegistration = z.strictObject({ ...row, event: EventOfRegistration }).meta({ id: 'OwnRegistration' });

export const Pass = z
  .strictObject({
    registration: z.string(),
    event: EventOfRegistration,
    product: Party.nullable(),
    booth: z.string().nullable(),
    pass: z.string().describe('A compact JWS with ES256; it names the registration and nobody.'),
    qr: z.string().describe('The pass as a QR code: an SVG document.'),
  })
  .meta({ id: 'Pass' });

export const Gate = z
  .strictObject({
    event: EventOfRegistration,
    days: z.array(Day),
    key: z
      .strictObject({
        kty: z.literal('EC'),
        crv: z.literal('P-256'),
        x: z.string(),
        y: z.string(),
        kid: z.string(),
        alg: z.literal('ES256'),
        use: z.literal('sig'),
      })
      .nullable()
      .describe('The public key that passes are checked with; null before the first registration.'),
    withdrawn: z.array(z.string()).describe('Registrations whose passes are not good, whatever the reason.'),
    barred: z
      .array(z.string())
      .describe(
        'Those among `withdrawn` whose producer is suspended, or whose product is suspended or archived; they can become good again.',
      ),
  })
  .meta({ id: 'Gate' });

const Counted = z.strictObject({
  line: z.int(),
  status: z.literal(200),
  visit: z.strictObject({ registration: z.string(), day: Day, scannedAt: Instant, gate: z.string().nullable() }),
  repeated: z.boolean().describe('Whether this very scan was counted before.'),
  direction: z
    .enum(DIRECTIONS)
    .describe('The direction of the scan. The visit is counted by the first check-in of the day.'),
  inside: z.boolean().describe('Whether the pass is inside after all its scans of that day.'),
});
const NotCounted = z.strictObject({
  line: z.int(),
  status: z.int(),
  code: z.string(),
  title: z.string(),
  detail: z.string(),
  pointer: z.string(),
});
export const AttendanceResults = z
  .strictObject({ results: z.array(z.union([Counted, NotCounted])) })
  .meta({ id: 'AttendanceResults' });

export const AssignedBooth = z
  .strictObject({ event: z.string(), booth: z.string(), registration: z.string() })
  .meta({ id: 'GivenBooth' });
