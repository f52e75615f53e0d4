import { loadOwnProducer } from '#shared/services/access/membership.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { idOf } from '#shared/services/kernel/unique-name.ts';
import { workingCopy } from '#shared/services/producers/internal/save-producer.ts';

/** The working copy of a producer for its members. */
export const getOwnProducer = async (context: Context, idOrSlug: string) =>
  workingCopy(await loadOwnProducer(context, await idOf(context.reader, 'producer', idOrSlug)));
