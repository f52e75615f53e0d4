import { isBegun, PRODUCER_TRANSITIONS, verify } from '../../domain/producers/producer-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadProducerAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { saveAndSpread } from './spread-producer.ts';

/** Verifies a registered producer, or lifts its suspension; its published products become public. */
export const verifyProducer = async (context: Context, id: string, reason: string | undefined) => {
  const producer = await loadProducerAsOfficer(context, id);
  // What was begun has changed the version itself, so a retry with the same If-Match would never finish it.
  if (!isBegun(producer.value, PRODUCER_TRANSITIONS.verify)) requireExpected(context, producer);
  const verified = verify(producer.value, { at: context.now.toISOString(), by: context.caller.subject });
  return saveAndSpread(context, producer, verified, { action: 'producer.verify', reason });
};
