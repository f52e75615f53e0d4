import { producerKind } from '#shared/data/producers/producer-store.ts';
import type { Producer } from '#shared/domain/producers/producer.ts';
import { producerFaults, type RegisterProducer } from '#shared/domain/producers/producer-input.ts';
import { newId } from '#shared/platform/ids.ts';
import { commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { communeOf } from '#shared/services/places/locate-commune.ts';
import { personalNumberActions } from '#shared/services/producers/internal/personal-number.ts';
import { workingCopy } from '#shared/services/producers/internal/save-producer.ts';

/** Registers a producer with the caller as its first member. It waits for an officer of its province. */
export const registerProducer = async (context: Context, input: RegisterProducer) => {
  const { personalNumber, commune: code, taxCode, email, story, ...rest } = input;
  const { commune, province } = await communeOf(code, producerFaults(input.kind, personalNumber, context.today));
  const id = newId('producer', context.now);
  const at = context.now.toISOString();
  const producer: Producer = {
    id,
    slug: id,
    status: 'registered',
    ...rest,
    ...(taxCode === undefined ? {} : { taxCode }),
    ...(email === undefined ? {} : { email }),
    ...(story === undefined ? {} : { story }),
    hasPersonalNumber: personalNumber !== undefined,
    commune,
    province,
    members: [{ subject: context.caller.subject, addedAt: at }],
    note: null,
    unfinished: false,
    createdAt: at,
    updatedAt: at,
    verifiedAt: null,
  };
  return commit(
    context,
    {
      saves: [{ kind: producerKind, after: producer }],
      also: personalNumberActions(id, personalNumber),
      auditEvents: [{ subject: id, action: 'producer.register', to: 'registered' }],
    },
    workingCopy({ value: producer, version: 1 }),
  );
};
