import { PRODUCER_TRANSITIONS, suspend } from '#shared/domain/producers/producer-transitions.ts';
import { isBegun } from '#shared/domain/transition.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadProducerAsOfficer } from '#shared/services/access/office.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { propagateProducer, saveAndPropagate } from '#shared/services/producers/internal/propagate-producer.ts';

/** Suspends a producer, which hides it and all its products. */
export const suspendProducer = async (context: Context, id: string, reason: string) => {
  const producer = await loadProducerAsOfficer(context, id);
  // A repeated request joins its own pending work; another officer's reason is a new decision.
  const { note } = producer.value;
  const isRepeated = note?.by === context.caller.subject && note.reason === reason;
  if (isRepeated && isBegun(producer.value, PRODUCER_TRANSITIONS.suspend)) return propagateProducer(context, producer);
  requireExpected(context, producer);
  const suspended = suspend(producer.value, attributionOf(context, reason));
  return saveAndPropagate(context, producer, suspended, { action: 'producer.suspend', reason });
};
