import { isBegun, PRODUCER_TRANSITIONS, suspend } from '../../domain/producers/producer-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadProducerAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { saveAndSpread, spreadProducer } from './spread-producer.ts';

/** Suspends a producer, which hides it and all its products. */
export const suspendProducer = async (context: Context, id: string, reason: string) => {
  const producer = await loadProducerAsOfficer(context, id);
  // A repeated request joins the work it began; another officer's reason is another decision and is judged anew.
  const { note } = producer.value;
  const isRepeated = note?.by === context.caller.subject && note.reason === reason;
  if (isRepeated && isBegun(producer.value, PRODUCER_TRANSITIONS.suspend)) return spreadProducer(context, producer);
  requireExpected(context, producer);
  const suspended = suspend(producer.value, { at: context.now.toISOString(), by: context.caller.subject, reason });
  return saveAndSpread(context, producer, suspended, { action: 'producer.suspend', reason });
};
