import * as z from 'zod';
import { multiLineText, NOTHING_TO_CHANGE, singleLineText } from '#shared/domain/input.ts';
import { Phone } from '#shared/domain/phone.ts';
import { TEXT_MAX } from '#shared/platform/limits.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';
import { isPersonalNumber, PersonalNumber } from './personal-number.ts';
import { PRODUCER_KINDS, type Producer } from './producer.ts';
import { TaxCode } from './tax-code.ts';

const Email = z.string().max(254).pipe(z.email());

const identity = {
  name: singleLineText(TEXT_MAX.name),
  commune: z.string().regex(/^\d{5}$/),
  taxCode: TaxCode,
  personalNumber: PersonalNumber,
};

const contact = { phone: Phone, addressLine: singleLineText(TEXT_MAX.addressLine) };

/** A new producer. `commune` is a code of the current list. */
export const RegisterProducer = z.strictObject({
  name: identity.name,
  kind: z.enum(PRODUCER_KINDS),
  taxCode: identity.taxCode.optional(),
  personalNumber: identity.personalNumber.optional(),
  ...contact,
  email: Email.optional(),
  commune: identity.commune,
  story: multiLineText(TEXT_MAX.story).optional(),
});
export type RegisterProducer = z.infer<typeof RegisterProducer>;

/** A change: fields left out stay, `null` clears an optional one. */
export const EditProducer = z
  .strictObject({
    name: identity.name.optional(),
    commune: identity.commune.optional(),
    taxCode: identity.taxCode.nullable().optional(),
    personalNumber: identity.personalNumber.nullable().optional(),
    phone: contact.phone.optional(),
    addressLine: contact.addressLine.optional(),
    email: Email.nullable().optional(),
    story: multiLineText(TEXT_MAX.story).nullable().optional(),
  })
  .refine((fields) => Object.keys(fields).length > 0, NOTHING_TO_CHANGE);
export type EditProducer = z.infer<typeof EditProducer>;

/** Fields that an officer verifies; after the verification only an officer changes them. */
export const IDENTITY_FIELDS = ['name', 'commune', 'taxCode', 'personalNumber'] as const;

/** Producers without a legal person: the number of their owner or head can stand for a tax code. */
const WITH_PERSONAL_NUMBER: ReadonlySet<Producer['kind']> = new Set(['household', 'farm', 'cooperative-group']);

/**
 * Faults of a personal number on a day: of a producer that has a tax code of its own, or impossible. Households give it in
 * place of a tax code since 2025-07-01 (Law on Tax Administration 38/2019/QH14, Art. 35; Circular 86/2024/TT-BTC).
 */
export const producerFaults = (
  kind: Producer['kind'],
  personalNumber: string | null | undefined,
  today: string,
): Fault[] => {
  if (personalNumber === undefined || personalNumber === null) return [];
  if (!WITH_PERSONAL_NUMBER.has(kind)) {
    return [brokenRule('/personalNumber', 'personal_number_not_applicable', messages.personalNumberNotApplicable)];
  }
  return isPersonalNumber(personalNumber, today)
    ? []
    : [brokenRule('/personalNumber', 'personal_number_invalid', messages.personalNumberImpossible)];
};
