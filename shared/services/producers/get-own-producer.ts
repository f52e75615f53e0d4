import { loadOwnProducer } from '../access/membership.ts';
import type { Context } from '../context.ts';
import { idOf } from '../slug.ts';
import { workingCopy } from './save-producer.ts';

/** The producer as its members work on it. */
export const getOwnProducer = async (context: Context, idOrSlug: string) =>
  workingCopy(await loadOwnProducer(context, await idOf(context.reader, 'producer', idOrSlug)));
