import {
  hasLevels,
  hiddenRowAction,
  levelUnchanged,
  loadLevel,
  productsAt,
  rowAction,
} from '#shared/data/stock/level-store.ts';
import type { Stored } from '#shared/data/table/document.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { curveKey, type LatLng } from '#shared/domain/places/geo.ts';
import * as messages from '#shared/domain/sales-points/messages.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import { encodePointCard } from '#shared/domain/sales-points/sales-point-card.ts';
import type { WorkingSalesPoint } from '#shared/domain/sales-points/sales-point-views.ts';
import { forEachConcurrent } from '#shared/platform/concurrency.ts';
import { Problem } from '#shared/platform/problem.ts';
import { loadSalesPoint } from '#shared/services/access/documents.ts';
import { commit } from '#shared/services/kernel/commit.ts';
import type { Context, Working } from '#shared/services/kernel/context.ts';
import { propagateSaved, retryOnConflictBriefly } from '#shared/services/kernel/propagate.ts';
import { saveSalesPoint, workingCopy } from './save-sales-point.ts';

/** Maximum number of earlier places: one transaction updates a level's rows at all of them. */
const FORMER_PLACES_MAX = 20;

const isVisiblyChanged = (before: SalesPoint, after: SalesPoint): boolean =>
  before.unfinished || before.status !== after.status || encodePointCard(before) !== encodePointCard(after);

/** The earlier places that can still have rows, each once. */
const placesLeft = (before: SalesPoint, after: SalesPoint): LatLng[] => {
  const here = curveKey(after);
  const byKey = new Map(
    [...(before.formerPlaces ?? []), before].map(({ lat, lng }) => [curveKey({ lat, lng }), { lat, lng }]),
  );
  byKey.delete(here);
  if (byKey.size <= FORMER_PLACES_MAX) return [...byKey.values()];
  throw new Problem('state_conflict', messages.movedTooOften);
};

/**
 * Saves a sales point and propagates the visible change to its stock rows. Without stock or without a visible change it
 * is one transaction; a product that is added concurrently checks the sales point in its own transaction.
 */
export const saveAndPropagate = async (
  context: Context,
  before: Stored<SalesPoint>,
  after: SalesPoint,
  details: Parameters<typeof saveSalesPoint>[3],
): Promise<Working<WorkingSalesPoint>> => {
  if (!isVisiblyChanged(before.value, after) || !(await hasLevels(context.reader, after.id)))
    return saveSalesPoint(context, before, { ...after, unfinished: false }, details);
  const begun: SalesPoint = { ...after, unfinished: true, formerPlaces: placesLeft(before.value, after) };
  await saveSalesPoint({ ...context, idempotency: undefined }, before, begun, details);
  return propagateSalesPoint(context, { value: begun, version: before.version + 1 });
};

const updateLevelAt = (context: Context, point: Stored<SalesPoint>, product: string): Promise<void> =>
  retryOnConflictBriefly(async () => {
    const level = await loadLevel(context.reader, point.value.id, product);
    if (!level) return;
    const also: Action[] = [
      levelUnchanged(level),
      rowAction(point, level.value),
      ...(point.value.formerPlaces ?? []).map((place) => hiddenRowAction(point, place, level.value, context.now)),
    ];
    await commit(context, { saves: [], also, auditEvents: [] }, null);
  });

const propagateToStock = async (context: Context, point: Stored<SalesPoint>): Promise<Working<WorkingSalesPoint>> => {
  const quietly: Context = { ...context, expected: undefined, idempotency: undefined };
  for await (const products of productsAt(context.reader, point.value.id))
    await forEachConcurrent(products, (product) => updateLevelAt(quietly, point, product));
  const { formerPlaces: _, ...rest } = point.value;
  const finished = { ...rest, unfinished: false };
  return saveSalesPoint(context, point, finished, { action: 'sales-point.stock-in-line' });
};

/**
 * Propagates a sales point to its stock rows, product by product, and then marks it as finished. It was saved as
 * `unfinished`, so the next change or the scheduled job continues an interrupted run. The outcome of the request is
 * recorded when all is done.
 */
export const propagateSalesPoint = (context: Context, point: Stored<SalesPoint>): Promise<Working<WorkingSalesPoint>> =>
  propagateSaved(context, point, {
    propagate: (current) => propagateToStock(context, current),
    reload: () => loadSalesPoint(context, point.value.id),
    met: (current) => commit(context, { saves: [], auditEvents: [] }, workingCopy(context, current)),
  });
