import { demoProducers } from '#infra/demo/data/producers.ts';
import { demoProducts } from '#infra/demo/data/products.ts';
import { demoSalesPoints } from '#infra/demo/data/sales-points.ts';
import { demoShelves } from '#infra/demo/data/stock.ts';
import type { DemoLot, DemoSalesPoint, DemoStock } from '#infra/demo/data/types.ts';
import { CreateSalesPoint } from '#shared/domain/sales-points/sales-point-input.ts';
import { ChangeStock, SetStockSettings } from '#shared/domain/stock/stock-input.ts';
import { addDays } from '#shared/platform/vietnam-day.ts';
import { addSalesPointMember } from '#shared/services/sales-points/add-sales-point-member.ts';
import { approveSalesPoint } from '#shared/services/sales-points/approve-sales-point.ts';
import { createSalesPoint } from '#shared/services/sales-points/create-sales-point.ts';
import { pauseSalesPoint } from '#shared/services/sales-points/pause-sales-point.ts';
import { changeStock } from '#shared/services/stock/change-stock.ts';
import { grantRestocking } from '#shared/services/stock/grant-restocking.ts';
import { setStockSettings } from '#shared/services/stock/set-stock-settings.ts';
import { CENTRAL_OFFICER, forAll, type Loader } from './loader.ts';

const PAUSE_REASON = 'Chỉ mở trong các đợt du lịch; dữ liệu minh họa.';

/** Hours before the load of each part of the day's trade: a report can be a day old. */
const HOURS_AGO = { received: 20, restocked: 6, gone: 3, counted: 1 };

type Point = { key: string; id: string; member: string };
type LoadedPoint = { product: string; kind: string; quantity: string } & Record<string, unknown>;

const required = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`the demo has no ${what}`);
  return value;
};

const report = async (
  loader: Loader,
  point: Point,
  part: { step: string; as?: string; hoursAgo: number; reference?: string },
  points: readonly LoadedPoint[],
): Promise<void> => {
  if (points.length === 0) return;
  const { step, as = point.member, hoursAgo, reference } = part;
  await loader.report(`${step}:${point.key}`, as, (context) => {
    const occurredAt = new Date(context.now.getTime() - hoursAgo * 3_600_000).toISOString();
    const lines = points.map((line) => ({ ...line, occurredAt, ...(reference === undefined ? {} : { reference }) }));
    return changeStock(context, point.id, ChangeStock.parse({ mode: 'atomic', lines }));
  });
};

const producerOf = (product: string): string => {
  const made = demoProducts.find(({ key }) => key === product);
  return required(demoProducers.find(({ key }) => key === made?.producer)?.members[0], `producer of ${product}`);
};

const lotOf = (loader: Loader, { quantity, lot, useByInDays }: DemoLot) => ({
  quantity,
  ...(lot === undefined ? {} : { lot }),
  ...(useByInDays === undefined ? {} : { useBy: addDays(loader.today, useByInDays) }),
});

type Stocked = DemoStock & { id: string };

const setSettings = async (
  loader: Loader,
  point: Point,
  { id, product, settings, restocked }: Stocked,
): Promise<void> => {
  if (settings) {
    await loader.once(`stock-settings:${point.key}:${product}`, point.member, (context) =>
      setStockSettings(context, { salesPoint: point.id, product: id }, SetStockSettings.parse(settings)),
    );
  }
  if (restocked === undefined) return;
  await loader.once(`grant:${point.key}:${product}`, point.member, (context) =>
    grantRestocking(context, { salesPoint: point.id, product: id }),
  );
};

const loadStock = async (loader: Loader, point: Point, stock: readonly Stocked[]): Promise<void> => {
  for (const one of stock) await setSettings(loader, point, one);

  const delivered = stock.flatMap(({ id, received }) =>
    received.map((lot) => ({ product: id, kind: 'receive', ...lotOf(loader, lot) })),
  );
  await report(
    loader,
    point,
    { step: 'received', hoursAgo: HOURS_AGO.received, reference: 'Phiếu nhập minh họa' },
    delivered,
  );

  for (const { id, product, restocked } of stock) {
    if (restocked === undefined) continue;
    const part = { step: `restocked:${product}`, as: producerOf(product), hoursAgo: HOURS_AGO.restocked };
    await report(loader, point, part, [{ product: id, kind: 'receive', quantity: restocked }]);
  }

  const gone = stock.flatMap(({ id, sold, wasted }) => [
    ...(sold ? [{ product: id, kind: 'sell', ...sold }] : []),
    ...(wasted ? [{ product: id, kind: 'waste', ...wasted }] : []),
  ]);
  await report(loader, point, { step: 'gone', hoursAgo: HOURS_AGO.gone }, gone);

  const found = stock.flatMap(({ id, counted }) =>
    counted === undefined ? [] : [{ product: id, kind: 'count', quantity: counted }],
  );
  await report(loader, point, { step: 'counted', hoursAgo: HOURS_AGO.counted }, found);
};

const loadPoint = async (
  loader: Loader,
  given: DemoSalesPoint,
  products: ReadonlyMap<string, string>,
): Promise<string> => {
  const { key, members, status, operator, ...profile } = given;
  const [member, ...others] = members;
  const made = await loader.once(`sales-point:${key}`, CENTRAL_OFFICER, (context) =>
    createSalesPoint(context, CreateSalesPoint.parse({ ...profile, operator: { name: operator }, member })),
  );
  const point: Point = { key, id: made.body.id, member };
  for (const subject of others) {
    await loader.once(`member:${key}:${subject}`, member, (context) => addSalesPointMember(context, point.id, subject));
  }
  await loader.once(`approve-sales-point:${key}`, CENTRAL_OFFICER, (context) =>
    approveSalesPoint(context, point.id, undefined),
  );

  const shelves = required(
    demoShelves.find(({ salesPoint }) => salesPoint === key),
    `stock of ${key}`,
  );
  const stock = shelves.stock.map((one) => ({
    ...one,
    id: required(products.get(one.product), `id of ${one.product}`),
  }));
  await loadStock(loader, point, stock);
  if (status === 'paused') {
    await loader.once(`pause-sales-point:${key}`, CENTRAL_OFFICER, (context) =>
      pauseSalesPoint(context, point.id, PAUSE_REASON),
    );
  }
  return point.id;
};

/**
 * Loads the demo's sales points and a day of their trade, as reported by their members; `products` are the ids of the
 * demo's products by key. Returns the ids of the sales points.
 */
export const loadSalesPoints = async (
  loader: Loader,
  products: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> => {
  const ids = new Map<string, string>();
  await forAll(demoSalesPoints, async (point) => {
    ids.set(point.key, await loadPoint(loader, point, products));
  });
  return ids;
};
