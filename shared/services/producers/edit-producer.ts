import type { Stored } from '../../data/document.ts';
import { covers } from '../../domain/access/territory.ts';
import { isMember, type Producer } from '../../domain/producers/producer.ts';
import { type EditProducer, IDENTITY_FIELDS, producerFaults } from '../../domain/producers/producer-input.ts';
import { Problem } from '../../platform/problem.ts';
import { loadProducer, requireExpected } from '../access/documents.ts';
import { loadOwnProducer } from '../access/membership.ts';
import { territoryOf } from '../access/office.ts';
import type { Context } from '../context.ts';
import { communeOf } from '../places.ts';
import { requireRules } from '../rules.ts';
import { personalNumberActions } from './personal-number.ts';
import { saveProducer, workingCopy } from './save-producer.ts';
import { saveAndSpread } from './spread-producer.ts';

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
  throw new Problem('state_conflict', {
    vi: `Sau khi xác minh, chỉ cán bộ mới sửa: ${touched.join(', ')}.`,
    en: `Once verified, only an officer changes: ${touched.join(', ')}.`,
  });
};

const loadForEdit = async (context: Context, id: string): Promise<{ stored: Stored<Producer>; isOfficer: boolean }> => {
  const stored = await loadProducer(context, id);
  const isOfficer = covers(await territoryOf(context), stored.value.province.code);
  if (isOfficer || isMember(stored.value, context.caller.subject)) return { stored, isOfficer };
  return { stored: await loadOwnProducer(context, id), isOfficer };
};

/** Changes a producer: its members what buyers need, and before verification also what is verified; officers all of it. */
export const editProducer = async (context: Context, id: string, input: EditProducer) => {
  const { stored, isOfficer } = await loadForEdit(context, id);
  requireExpected(context, stored);
  const before = stored.value;
  requireIdentityRight(before, input, isOfficer);
  const { taxCode, email, story, personalNumber, commune: code, ...rest } = input;
  const hasPersonalNumber = personalNumber === undefined ? before.hasPersonalNumber : personalNumber !== null;
  requireRules(producerFaults(before.kind, hasPersonalNumber));
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
  const mustSpread = after.name !== before.name || before.unfinished;
  const told = {
    action: 'producer.edit',
    changed: Object.keys(input),
    also: personalNumberActions(id, personalNumber),
  };
  if (!mustSpread) return workingCopy(await saveProducer(context, stored, after, told));
  return saveAndSpread(context, stored, after, told);
};
