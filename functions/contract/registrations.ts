// The shapes of answers about taking part in events, and what the OpenAPI document says of its operations.
import * as z from 'zod';
import { SHOWN_EVENT_STATES } from '#shared/domain/events/event.ts';
import { SHOWN_REGISTRATION_STATES } from '#shared/domain/registrations/registration.ts';
import { Day, Instant, pageOf, Stars } from './parts.ts';
import { type Described, says } from './says.ts';

const Party = z.strictObject({ id: z.string(), name: z.string() });

const EventOfRegistration = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    startDate: Day,
    endDate: Day,
    status: z.enum(SHOWN_EVENT_STATES),
  })
  .meta({ id: 'EventOfRegistration' });

const WaitingPlace = z.int().nullable();

const row = {
  id: z.string(),
  status: z
    .enum(SHOWN_REGISTRATION_STATES)
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
const Registration = z.strictObject(registration).meta({ id: 'Registration' });

const RegistrationNow = z
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

const EventRegistration = z
  .strictObject({
    ...rowWithContact,
    waitingPlace: WaitingPlace.describe('Its place among those that wait, from 1; null for one that has a place.'),
    eligibility: z
      .strictObject({ eligible: z.boolean(), stars: Stars.nullable(), refusals: z.array(z.string()) })
      .nullable()
      .describe('Whether the product would be admitted as things are today, and the codes of what stands against it.'),
  })
  .meta({ id: 'EventRegistration' });

const OwnRegistration = z.strictObject({ ...row, event: EventOfRegistration }).meta({ id: 'OwnRegistration' });

const Pass = z
  .strictObject({
    registration: z.string(),
    event: EventOfRegistration,
    product: Party.nullable(),
    booth: z.string().nullable(),
    pass: z.string().describe('A compact JWS with ES256; it names the registration and nobody.'),
    qr: z.string().describe('The pass as a QR code: an SVG document.'),
  })
  .meta({ id: 'Pass' });

const Gate = z
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
});
const NotCounted = z.strictObject({
  line: z.int(),
  status: z.int(),
  code: z.string(),
  title: z.string(),
  detail: z.string(),
  pointer: z.string(),
});
const AttendanceResults = z
  .strictObject({ results: z.array(z.union([Counted, NotCounted])) })
  .meta({ id: 'AttendanceResults' });

const GivenBooth = z
  .strictObject({ event: z.string(), booth: z.string(), registration: z.string() })
  .meta({ id: 'GivenBooth' });

const TAG = 'Taking part';

/** The operations on registrations, booths, passes and attendance. */
export const registrationContract: Record<string, Described> = {
  registerForEvent: says(
    TAG,
    'Register for an event',
    '201',
    'Registered: in, or waiting',
    Registration,
    'A product of one of my producers, or myself by name, as the event asks. All reasons against it are told at once: the star is judged for every day of the event. Places are given in the order of registrations, and the first that waits comes in when one is free. A product or a person can register for one event ten times at most, after withdrawals.',
  ),
  listEventRegistrations: says(
    'Officers',
    'Who takes part',
    '200',
    'A page of registrations',
    pageOf(EventRegistration),
    'In the order of registration. `eligibility` tells which products would not be admitted any more.',
  ),
  listOwnRegistrations: says(
    TAG,
    "My registrations and my producers'",
    '200',
    'A page of registrations',
    pageOf(OwnRegistration),
    'Whom the office asks back, and the note, are in the registration itself.',
  ),
  getRegistration: says(TAG, 'A registration', '200', 'The registration as it stands today', RegistrationNow),
  approveRegistration: says('Officers', 'Let a registration take part', '200', 'Approved', Registration),
  refuseRegistration: says(
    'Officers',
    'Turn a registration down',
    '200',
    'Refused',
    Registration,
    'Its place goes to the first that waits.',
  ),
  withdrawRegistration: says(
    TAG,
    'Withdraw a registration',
    '200',
    'Withdrawn',
    Registration,
    'Until the end of the event; an officer has to say why. Its place goes to the first that waits, its booth is free.',
  ),
  giveBooth: says(
    'Officers',
    'Give a booth of the plan',
    '200',
    'Given',
    GivenBooth,
    'To a registration that is confirmed and in, and has none.',
  ),
  takeBooth: says('Officers', 'Take a booth back', '204', 'Free'),
  getPass: says(
    TAG,
    'The pass for the gate',
    '200',
    'The pass',
    Pass,
    'For a registration that is confirmed and in. A gate can check it without a network.',
  ),
  getAttendanceCertificate: says(
    TAG,
    'The certificate of attendance',
    '200',
    'A PDF of one page',
    undefined,
    'For a registration that came on at least one day. An officer of the event checks its verification id by the `attendance` of the registration; it is another one once another day is counted.',
  ),
  getGate: says('Officers', 'What a gate needs to check passes offline', '200', 'The key and what is withdrawn', Gate),
  recordAttendance: {
    summary: 'Count who came',
    description:
      'What gates have scanned, at once or when they have a network again. One visit for each registration and Vietnamese day; the same scan sent twice is counted once and says so, another scan on that day is `pass_replayed`. What was scanned between the confirmation and a withdrawal or a cancellation counts, however late it is sent; what was scanned while the producer was suspended, or the product suspended or archived, is refused with `producer_not_verified` or `product_not_public`.',
    tags: ['Officers'],
    responses: { 207: { description: 'A result per line', schema: AttendanceResults } },
  },
};
