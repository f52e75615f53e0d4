import { addMember } from '#shared/domain/access/members.ts';
import { loadOwnProducer } from '#shared/services/access/membership.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveProducer, workingCopy } from '#shared/services/producers/internal/save-producer.ts';

/** Adds a member to the producer; an existing member stays unchanged. */
export const addProducerMember = async (context: Context, id: string, subject: string) => {
  const producer = await loadOwnProducer(context, id);
  const members = addMember(producer.value.members, subject, context.now.toISOString());
  if (members === producer.value.members) return workingCopy(producer);
  const after = { ...producer.value, members, updatedAt: context.now.toISOString() };
  return workingCopy(await saveProducer(context, producer, after, { action: 'producer.add-member', member: subject }));
};
