import { PRODUCER_TRANSITIONS, verify } from '#shared/domain/producers/producer-transitions.ts';
import { isBegun } from '#shared/domain/transition.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadProducerAsOfficer } from '#shared/services/access/office.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { publicSlug } from '#shared/services/kernel/unique-name.ts';
import { propagateProducer, saveAndPropagate } from '#shared/services/producers/internal/propagate-producer.ts';

/** Verifies a registered producer, or lifts its suspension; its published products become public. */
export const verifyProducer = async (context: Context, id: string, reason: string | undefined) => {
  const producer = await loadProducerAsOfficer(context, id);
  // The pending transition is committed and only its products are left, so the If-Match check is skipped.
  if (isBegun(producer.value, PRODUCER_TRANSITIONS.verify)) return propagateProducer(context, producer);
  requireExpected(context, producer);
  const verified = verify(producer.value, attributionOf(context));
  const { slug, also } = producer.value.verifiedAt
    ? { slug: verified.slug, also: [] }
    : await publicSlug(context, 'producer', verified.name, verified.id);
  return saveAndPropagate(context, producer, { ...verified, slug }, { action: 'producer.verify', reason, also });
};
