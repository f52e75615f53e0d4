import type { Stored } from '../../data/document.ts';
import { keys } from '../../data/keys.ts';
import { stringOf } from '../../data/reader.ts';
import { hiddenRowAction, levelUnchanged, loadLevel, rowAction } from '../../data/stock-levels.ts';
import type { Action } from '../../data/writer.ts';
import { curveKey } from '../../domain/places/geo.ts';
import type { SalesPoint } from '../../domain/sales-points/sales-point.ts';
import { encodePointCard } from '../../domain/sales-points/sales-point-card.ts';
import type { WorkingSalesPoint } from '../../domain/sales-points/sales-point-views.ts';
import { loadSalesPoint } from '../access/documents.ts';
import { commit } from '../commit.ts';
import type { Context, Working } from '../context.ts';
import { carryToAll, despiteRaces, pagesOf, spread } from '../spread.ts';
import { saveSalesPoint, workingCopy } from './save-sales-point.ts';

const stockOf = (point: string) => keys.stockLevel(point, '').pk;

const isShownAnew = (before: SalesPoint, after: SalesPoint): boolean =>
  before.unfinished || before.status !== after.status || encodePointCard(before) !== encodePointCard(after);

const hasStock = async (context: Context, point: string): Promise<boolean> =>
  (await context.reader.query({ pk: stockOf(point), limit: 1, consistent: true })).items.length > 0;

/**
 * Saves a sales point and brings what buyers are shown of its stock in line with it. Where it has none, or where they would
 * see the same, it is one transaction; a product that it takes up in between checks the point in its own.
 */
export const saveAndSpread = async (
  context: Context,
  before: Stored<SalesPoint>,
  after: SalesPoint,
  told: Parameters<typeof saveSalesPoint>[3],
): Promise<Working<WorkingSalesPoint>> => {
  if (!isShownAnew(before.value, after) || !(await hasStock(context, after.id)))
    return saveSalesPoint(context, before, { ...after, unfinished: false }, told);
  const { formerPlaces = [], lat, lng } = before.value;
  const moved = curveKey(before.value) !== curveKey(after);
  const begun: SalesPoint = {
    ...after,
    unfinished: true,
    formerPlaces: moved ? [...formerPlaces, { lat, lng }] : formerPlaces,
  };
  await saveSalesPoint({ ...context, idempotency: undefined }, before, begun, told);
  return spreadSalesPoint(context, { value: begun, version: before.version + 1 });
};

const bringInLine = (context: Context, point: Stored<SalesPoint>, product: string): Promise<void> =>
  despiteRaces(async () => {
    const level = await loadLevel(context.reader, point.value.id, product);
    if (!level) return;
    const here = curveKey(point.value);
    const left = (point.value.formerPlaces ?? []).filter((place) => curveKey(place) !== here);
    const also: Action[] = [
      levelUnchanged(level),
      rowAction(point, level.value),
      ...left.map((place) => hiddenRowAction(point, place, level.value)),
    ];
    await commit(context, { saves: [], also, deeds: [] }, null);
  });

const carryToStock = async (context: Context, point: Stored<SalesPoint>): Promise<Working<WorkingSalesPoint>> => {
  const quietly: Context = { ...context, expected: undefined, idempotency: undefined };
  for await (const products of pagesOf(context, stockOf(point.value.id), (item) => stringOf(item, 'sk')))
    await carryToAll(products, (product) => bringInLine(quietly, point, product));
  const { formerPlaces: _, ...rest } = point.value;
  const finished = { ...rest, unfinished: false };
  return saveSalesPoint(context, point, finished, { action: 'sales-point.stock-in-line' });
};

/**
 * Brings what buyers are shown of a sales point's stock in line with it, product by product, and then marks the point
 * finished. It was saved as `unfinished` before, so a run that breaks off is taken up by the next change or by the daily
 * job. The request's answer is kept only when all is done.
 */
export const spreadSalesPoint = (context: Context, point: Stored<SalesPoint>): Promise<Working<WorkingSalesPoint>> =>
  spread(point, {
    carry: (current) => carryToStock(context, current),
    reload: () => loadSalesPoint(context, point.value.id),
    met: (current) => commit(context, { saves: [], deeds: [] }, workingCopy(context, current)),
  });
