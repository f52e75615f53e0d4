import { producerKind } from '#shared/data/producers/producer-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import { isVisible } from '#shared/domain/producers/producer.ts';
import { publicProducer } from '#shared/domain/producers/producer-views.ts';
import { notFound } from '#shared/platform/problem.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';
import { idOf } from '#shared/services/kernel/unique-name.ts';

/** A verified producer by id or slug, as buyers see it. */
export const getPublicProducer = async (context: ReadContext, idOrSlug: string) => {
  const id = await idOf(context.reader, 'producer', idOrSlug);
  const stored = await loadDocument(context.reader, producerKind, id, { consistent: false });
  if (!stored || !isVisible(stored.value)) throw notFound();
  return { body: publicProducer(stored.value), version: stored.version };
};
