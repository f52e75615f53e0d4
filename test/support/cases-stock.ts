import { type Api, OWNER } from './api.ts';
import { type Call, type Case, type Scene, scene } from './case.ts';
import { activePoint, done, freshName, lineOf, type Stocked, stocked, stockedAndPaused } from './scenes.ts';

const onStock = (call: (api: Api, made: Stocked) => Omit<Call, 'as'> | Promise<Omit<Call, 'as'>>): Scene[] =>
  (
    [
      ['stock of an active sales point', stocked],
      ['stock of a paused sales point', stockedAndPaused],
    ] as const
  ).map(([state, make]) => scene(state, true, async (api) => ({ ...(await call(api, await make(api))), as: OWNER })));

/** How to ask the routes of stock rightly. */
export const stockCases: Record<string, Case> = {
  changeStock: {
    audience: 'members',
    scenes: onStock((api, { point, product }) => ({
      path: `/v1/sales-points/${point}/stock-changes`,
      key: freshName('key'),
      body: {
        mode: 'atomic',
        lines: [
          { ...lineOf(api, product), kind: 'sell', quantity: '1' },
          { ...lineOf(api, product), kind: 'receive', lot: 'L1', useBy: '2027-01-31', reason: 'Giao thêm' },
        ],
      },
    })),
  },
  getStockTotals: {
    audience: 'members and officers',
    scenes: onStock((_, { point }) => ({
      path: `/v1/me/sales-points/${point}/stock-totals`,
      query: { day: '2026-11-23' },
    })),
  },
  voidStockChange: {
    audience: 'members',
    scenes: onStock(async (api, { point, product }) => {
      const reply = await api.ask('POST', `/v1/sales-points/${point}/stock-changes`, {
        as: OWNER,
        headers: { 'idempotency-key': freshName('key') },
        body: { mode: 'atomic', lines: [{ ...lineOf(api, product), kind: 'receive', quantity: '1' }] },
      });
      const { id } = reply.body.results[0].change;
      return {
        path: `/v1/sales-points/${point}/stock-changes/${id}/void`,
        key: freshName('key'),
        body: { reason: 'Nhập nhầm' },
      };
    }),
  },
  transferStock: {
    audience: 'members',
    scenes: onStock(async (api, { point: from, product }) => ({
      path: '/v1/stock-transfers',
      key: freshName('key'),
      body: { from, to: (await activePoint(api)).id, lines: [lineOf(api, product)] },
    })),
  },
  listStockChanges: {
    audience: 'members and officers',
    scenes: onStock((_, { point }) => ({ path: `/v1/sales-points/${point}/stock-changes` })),
  },
  listOwnStock: {
    audience: 'members and officers',
    scenes: onStock((_, { point }) => ({ path: `/v1/me/sales-points/${point}/stock` })),
  },
  setStockSettings: {
    audience: 'members',
    scenes: onStock((_, { point, product }) => ({
      path: `/v1/sales-points/${point}/stock/${product}/settings`,
      body: { priceVnd: 99_000, lowStockThreshold: '3', show: 'band' },
    })),
  },
  grantRestocking: {
    audience: 'members',
    scenes: onStock((_, { point, product }) => ({ path: `/v1/products/${product}/grants/${point}` })),
  },
  withdrawRestocking: {
    audience: 'members',
    scenes: onStock(async (api, { point, product }) => {
      const path = `/v1/products/${product}/grants/${point}`;
      done(await api.ask('PUT', path, { as: OWNER }));
      return { path };
    }),
  },
};
