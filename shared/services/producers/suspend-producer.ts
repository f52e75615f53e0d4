import { suspend } from '../../domain/producers/producer-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadProducerAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { saveProducer } from './save-producer.ts';
import { spreadProducer } from './spread-producer.ts';

/** Suspends a producer, which hides it and all its products. */
export const suspendProducer = async (context: Context, id: string, reason: string) => {
  const producer = await loadProducerAsOfficer(context, id);
  requireExpected(context, producer);
  const suspended = suspend(producer.value, { at: context.now.toISOString(), by: context.caller.subject, reason });
  const saved = await saveProducer({ ...context, idempotency: undefined }, producer, suspended, {
    action: 'producer.suspend',
    reason,
  });
  return spreadProducer(context, saved);
};
