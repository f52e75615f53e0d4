import { loadOutcome, loadOutcomeSum, readOutcomes } from '#shared/data/outcomes/outcome-store.ts';
import { isAnnounced, territoryOf } from '#shared/domain/events/event.ts';
import type { Outcome, Totals } from '#shared/domain/outcomes/outcome.ts';
import { loadEvent } from '#shared/services/access/documents.ts';
import { forbiddenOrNotFound } from '#shared/services/access/forbidden-or-not-found.ts';
import { isInTerritory } from '#shared/services/access/officer-territory.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { producersOf } from '#shared/services/me/internal/memberships.ts';
import { participates } from '#shared/services/outcomes/internal/participation.ts';

type Reported = { items: Outcome[]; next?: string; sum: Totals | null };

/**
 * One page of an event's outcomes: all reports with the sum for officers of the event, their own reports for members of
 * participating producers.
 */
export const listOutcomes = async (
  context: Context,
  id: string,
  page: { limit: number; after?: string | undefined },
): Promise<Reported> => {
  const { value: event } = await loadEvent(context, id);
  if (await isInTerritory(context, territoryOf(event))) {
    const [sum, read] = await Promise.all([loadOutcomeSum(context.reader, id), readOutcomes(context.reader, id, page)]);
    return { ...read, sum: sum?.value.totals ?? null };
  }
  if (!isAnnounced(event)) throw forbiddenOrNotFound(false);
  const producers = await producersOf(context);
  const mine = await Promise.all(producers.map((producer) => loadOutcome(context.reader, id, producer.id)));
  const items = mine.filter((outcome) => outcome !== undefined);
  if (items.length > 0) return { items, sum: null };
  for (const producer of producers) if (await participates(context, event, producer.id)) return { items, sum: null };
  throw forbiddenOrNotFound(true);
};
