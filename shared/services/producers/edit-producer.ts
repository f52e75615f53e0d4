import * as messages from '#shared/domain/producers/messages.ts';
import type { Producer } from '#shared/domain/producers/producer.ts';
import { type EditProducer, IDENTITY_FIELDS, producerFaults } from '#shared/domain/producers/producer-input.ts';
import { Problem } from '#shared/platform/problem.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadProducerToChange } from '#shared/services/access/membership.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';
import { communeOf } from '#shared/services/places/locate-commune.ts';
import { personalNumberActions } from '#shared/services/producers/internal/personal-number.ts';
import { saveAndPropagate } from '#shared/services/producers/internal/propagate-producer.ts';
import { saveProducer, workingCopy } from '#shared/services/producers/internal/save-producer.ts';

const orAbsent = <K extends string, V>(
  name: K,
  value: V | null | undefined,
  old: V | undefined,
): Partial<Record<K, V>> => {
  const kept = value === undefined ? old : value;
  return kept === null || kept === undefined ? {} : ({ [name]: kept } as Record<K, V>);
};

const requireIdentityRight = (producer: Producer, input: EditProducer, isOfficer: boolean): void => {
  const touched = IDENTITY_FIELDS.filter((field) => input[field] !== undefined);
  if (producer.status === 'registered' || isOfficer || touched.length === 0) return;
  throw new Problem('state_conflict', messages.officerOnlyFields(touched.join(', ')));
};

/**
 * Changes a producer: members change public data, and before verification also the identity fields; officers change all
 * fields.
 */
export const editProducer = async (context: Context, id: string, input: EditProducer) => {
  const { producer: stored, isOfficer } = await loadProducerToChange(context, id);
  requireExpected(context, stored);
  const before = stored.value;
  requireIdentityRight(before, input, isOfficer);
  const { taxCode, email, story, personalNumber, commune: code, ...rest } = input;
  const hasPersonalNumber = personalNumber === undefined ? before.hasPersonalNumber : personalNumber !== null;
  requireRules(producerFaults(before.kind, personalNumber, context.today));
  const { taxCode: oldTaxCode, email: oldEmail, story: oldStory, ...kept } = before;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const after: Producer = {
    ...kept,
    ...given,
    ...orAbsent('taxCode', taxCode, oldTaxCode),
    ...orAbsent('email', email, oldEmail),
    ...orAbsent('story', story, oldStory),
    ...(code === undefined ? {} : await communeOf(code, [])),
    hasPersonalNumber,
    updatedAt: context.now.toISOString(),
  };
  const mustPropagate = after.name !== before.name || before.unfinished;
  const details = {
    action: 'producer.edit',
    changed: Object.keys(input),
    also: personalNumberActions(id, personalNumber),
  };
  if (!mustPropagate) return workingCopy(await saveProducer(context, stored, after, details));
  return saveAndPropagate(context, stored, after, details);
};
