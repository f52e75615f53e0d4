import { loadDocument } from '../../data/document.ts';
import { producerKind } from '../../data/producer-kind.ts';
import { isVisible } from '../../domain/producers/producer.ts';
import { publicProducer } from '../../domain/producers/producer-views.ts';
import { notFound } from '../../platform/problem.ts';
import type { ReadContext } from '../context.ts';
import { idOf } from '../slug.ts';

/** A verified producer by id or slug, as buyers see it. */
export const getPublicProducer = async (context: ReadContext, idOrSlug: string) => {
  const id = await idOf(context.reader, 'producer', idOrSlug);
  const stored = await loadDocument(context.reader, producerKind, id, { consistent: false });
  if (!stored || !isVisible(stored.value)) throw notFound();
  return { body: publicProducer(stored.value), version: stored.version };
};
