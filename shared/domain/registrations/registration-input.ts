import * as z from 'zod';
import type { Registration as Rules } from '#shared/domain/events/event.ts';
import { idOf, instant, multiLineText, shapeError, singleLineText } from '#shared/domain/input.ts';
import { Phone } from '#shared/domain/phone.ts';
import { EVENT_MAX, TEXT_MAX } from '#shared/platform/limits.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';

const PASS_MAX = 1_000;
const GATE_MAX = 60;

/** The participant: a product at an event for products, otherwise the caller by name. */
export const Register = z
  .strictObject({
    product: idOf('product').optional(),
    name: singleLineText(TEXT_MAX.name).optional(),
    phone: Phone.optional(),
    organisation: singleLineText(TEXT_MAX.name).optional(),
    note: multiLineText(TEXT_MAX.reason).optional(),
  })
  .refine(
    ({ product, name }) => product !== undefined || name !== undefined,
    shapeError('required', messages.productOrNameRequired),
  );
export type Register = z.infer<typeof Register>;

const PERSONAL = ['name', 'phone', 'organisation'] as const;

/** Faults of an input that does not match the event's audience. */
export const audienceFaults = ({ audience }: Pick<Rules, 'audience'>, input: Register): Fault[] => {
  const needed = audience === 'products' ? 'product' : 'name';
  const foreign = audience === 'products' ? PERSONAL : (['product'] as const);
  return [
    ...(input[needed] === undefined ? [brokenRule(`/${needed}`, 'required', messages.neededByEvent)] : []),
    ...foreign
      .filter((field) => input[field] !== undefined)
      .map((field) =>
        brokenRule(
          `/${field}`,
          'not_for_this_event',
          audience === 'products' ? messages.productsRegister : messages.peopleRegister,
        ),
      ),
  ];
};

/** Who gets the booth. */
export const AssignBooth = z.strictObject({
  registration: idOf('registration'),
});

/** Directions of a scan at a gate. */
export const DIRECTIONS = ['in', 'out'] as const;

const Scan = z.strictObject({
  pass: z
    .string()
    .min(1)
    .max(PASS_MAX)
    .regex(/^[\w.-]+$/),
  scannedAt: instant,
  gate: singleLineText(GATE_MAX).optional(),
  direction: z.enum(DIRECTIONS).default('in').describe('Whether the holder comes in or leaves.'),
});

/** Scans of gates, possibly sent much later; each line is independent. */
export const Attendance = z.strictObject({
  mode: z.literal('each'),
  scans: z.array(Scan).min(1).max(EVENT_MAX.scans),
});
export type Scan = z.infer<typeof Scan>;
