import * as z from 'zod';
import { multiLineText, NOTHING_TO_CHANGE, ruleError, singleLineText } from '#shared/domain/input.ts';
import { Phone } from '#shared/domain/phone.ts';
import { TEXT_MAX } from '#shared/platform/limits.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';
import { PRODUCER_KINDS, type Producer } from './producer.ts';
import { TaxCode } from './tax-code.ts';

const PersonalNumber = z
  .string()
  .max(12)
  .refine((text) => /^\d{12}$/.test(text), ruleError('personal_number_invalid', messages.personalNumberInvalid));

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

/** Only household businesses can give a personal number instead of a tax code (since 2025-07-01). */
export const producerFaults = (kind: Producer['kind'], hasPersonalNumber: boolean): Fault[] =>
  hasPersonalNumber && kind !== 'household'
    ? [brokenRule('/personalNumber', 'personal_number_not_applicable', messages.personalNumberNotApplicable)]
    : [];
