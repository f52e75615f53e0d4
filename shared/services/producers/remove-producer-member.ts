import { removeMember } from '#shared/domain/access/members.ts';
import { loadOwnProducer } from '#shared/services/access/membership.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveProducer } from '#shared/services/producers/internal/save-producer.ts';

/** Removes a member of the producer; the last member cannot be removed. */
export const removeProducerMember = async (context: Context, id: string, subject: string): Promise<void> => {
  const producer = await loadOwnProducer(context, id);
  const members = removeMember(producer.value.members, subject);
  const after = { ...producer.value, members, updatedAt: context.now.toISOString() };
  await saveProducer(context, producer, after, { action: 'producer.remove-member', member: subject });
};
