import { loadOwnProducer } from '#shared/services/access/membership.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { idOf } from '#shared/services/kernel/unique-name.ts';
import { workingCopy } from '#shared/services/producers/internal/save-producer.ts';

/** The producer as its members work on it. */
export const getOwnProducer = async (context: Context, idOrSlug: string) =>
  workingCopy(await loadOwnProducer(context, await idOf(context.reader, 'producer', idOrSlug)));
