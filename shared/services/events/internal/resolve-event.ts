import { loadCommunes } from '#shared/data/places/communes-reference.ts';
import { producerKind } from '#shared/data/producers/producer-store.ts';
import { salesPointKind } from '#shared/data/sales-points/sales-point-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import type { Event } from '#shared/domain/events/event.ts';
import { type EditEvent, eventFaults, withInput } from '#shared/domain/events/event-input.ts';
import * as messages from '#shared/domain/events/messages.ts';
import { isVisible } from '#shared/domain/producers/producer.ts';
import { isKnown } from '#shared/domain/sales-points/sales-point.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';

type Found = { code: string; name: string; province: { code: string } };

const communeFaults = (event: Event, code: string | undefined, found: Found | undefined): Fault[] => {
  if (code === undefined) return [];
  if (!found) return [brokenRule('/venue/commune', 'commune_unknown', messages.communeUnknown)];
  if (event.provinces.some((one) => one.code === found.province.code)) return [];
  return [brokenRule('/venue/commune', 'venue_outside_provinces', messages.venueOutsideProvinces)];
};

/** Faults of stops that refer to producers or sales points that are not public. */
export const stopReferenceFaults = async (
  { reader }: Pick<ReadContext, 'reader'>,
  { stops }: Pick<Event, 'stops'>,
): Promise<Fault[]> => {
  const faults = await Promise.all(
    stops.map(async ({ producer, salesPoint }, index) => {
      if (producer !== undefined) {
        const stored = await loadDocument(reader, producerKind, producer, { consistent: true });
        return stored && isVisible(stored.value)
          ? []
          : [brokenRule(`/stops/${index}/producer`, 'producer_not_public', messages.stopProducerNotPublic(index + 1))];
      }
      if (salesPoint === undefined) return [];
      const stored = await loadDocument(reader, salesPointKind, salesPoint, { consistent: true });
      return stored && isKnown(stored.value)
        ? []
        : [
            brokenRule(
              `/stops/${index}/salesPoint`,
              'sales_point_not_public',
              messages.stopSalesPointNotPublic(index + 1),
            ),
          ];
    }),
  );
  return faults.flat();
};

/**
 * Applies the input to an event; 422 with all broken rules, including those of `more`. Existing references that were
 * not sent are not checked again.
 */
export const resolveEvent = async (
  context: Pick<ReadContext, 'reader'>,
  before: Event,
  input: EditEvent,
  more: (after: Event) => Fault[] = () => [],
): Promise<Event> => {
  const code = input.venue?.commune;
  const found = code === undefined ? undefined : (await loadCommunes()).commune(code);
  const after = withInput(before, input, found && { code: found.code, name: found.name });
  requireRules([
    ...eventFaults(after, input),
    ...communeFaults(after, code, found),
    ...(input.stops === undefined ? [] : await stopReferenceFaults(context, after)),
    ...more(after),
  ]);
  return after;
};
