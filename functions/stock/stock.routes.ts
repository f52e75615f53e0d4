import * as z from 'zod';
import { stockResponse } from '#functions/stock/stock-response.ts';
import { totalsSheets } from '#functions/stock/totals-sheet.ts';
import { day, singleLineText } from '#shared/domain/input.ts';
import { MOVEMENT_KINDS } from '#shared/domain/stock/ledger.ts';
import {
  ChangeStock,
  SetStockSettings,
  SilentDays,
  TransferStock,
  VoidStockChange,
} from '#shared/domain/stock/stock-input.ts';
import { decodeCursor, encodeCursor } from '#shared/http/cursor.ts';
import { linked, pageQuery, pageResponse, positionOf, withCursor } from '#shared/http/page.ts';
import { provinceCode } from '#shared/http/province-parameter.ts';
import { format, reportResponse, writeReport } from '#shared/http/report-response.ts';
import { json } from '#shared/http/response.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { cursorInvalid } from '#shared/platform/problem.ts';
import { changeStock } from '#shared/services/stock/change-stock.ts';
import { getStockTotals } from '#shared/services/stock/get-stock-totals.ts';
import { listOwnStock } from '#shared/services/stock/list-own-stock.ts';
import { listSilentPoints } from '#shared/services/stock/list-silent-points.ts';
import { listStockChanges } from '#shared/services/stock/list-stock-changes.ts';
import { setStockSettings } from '#shared/services/stock/set-stock-settings.ts';
import { transferStock } from '#shared/services/stock/transfer-stock.ts';
import { voidStockChange } from '#shared/services/stock/void-stock-change.ts';

const ARRIVED = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z#\d{8}#[\w-]{43}#\d{2}#\d+$/;

const ledgerPositionOf = (scope: string, cursor: string | undefined) => {
  if (cursor === undefined) return undefined;
  const [arrived = '', skip = ''] = decodeCursor(scope, cursor, 2);
  if (!/^\d{1,3}$/.test(skip) || !ARRIVED.test(arrived)) throw cursorInvalid();
  return { arrived, skip: Number(skip) };
};

export const stockRoutes = defineRoutes({
  changeStock: signedInRoute({
    method: 'POST',
    path: '/v1/sales-points/{id}/stock-changes',
    rateLimit: 'report',
    recordedInLedger: true,
    body: ChangeStock,
    run: (context, { id, body }) => changeStock(context, id, body),
    respond: stockResponse,
  }),
  listOwnStock: signedInRoute({
    method: 'GET',
    path: '/v1/me/sales-points/{id}/stock',
    query: z.strictObject({ q: singleLineText(100).optional(), ...pageQuery }),
    run: async (context, { id, query }) => {
      const { q, limit, cursor } = query;
      const scope = JSON.stringify(['own-stock', id, q]);
      const page = await listOwnStock(context, id, { q, limit, after: positionOf(scope, cursor) });
      return linked(`/v1/me/sales-points/${id}/stock`, query, withCursor(scope, page));
    },
    respond: pageResponse,
  }),
  listSilentPoints: signedInRoute({
    method: 'GET',
    path: '/v1/sales-points/silent',
    query: z.strictObject({ days: SilentDays, province: provinceCode.optional(), ...pageQuery }),
    run: async (context, { query }) => {
      const { days, province, limit, cursor } = query;
      const scope = JSON.stringify(['silent', days, province]);
      const page = await listSilentPoints(context, { days, province, limit, after: positionOf(scope, cursor) });
      return linked('/v1/sales-points/silent', query, withCursor(scope, page));
    },
    respond: pageResponse,
  }),
  listStockChanges: signedInRoute({
    method: 'GET',
    path: '/v1/sales-points/{id}/stock-changes',
    query: z.strictObject({
      product: z
        .string()
        .regex(/^prd_[0-9A-Z]{26}$/)
        .optional(),
      kind: z.enum(MOVEMENT_KINDS).optional(),
      day: day.optional(),
      ...pageQuery,
    }),
    run: async (context, { id, query }) => {
      const { product, kind, day: happenedOn, limit, cursor } = query;
      const scope = JSON.stringify(['stock-changes', id, product, kind, happenedOn]);
      const { items, next } = await listStockChanges(context, id, {
        product,
        kind,
        day: happenedOn,
        limit,
        after: ledgerPositionOf(scope, cursor),
      });
      return linked(`/v1/sales-points/${id}/stock-changes`, query, {
        items,
        ...(next ? { next: encodeCursor(scope, [next.arrived, String(next.skip)]) } : {}),
      });
    },
    respond: pageResponse,
  }),
  getStockTotals: signedInRoute({
    method: 'GET',
    path: '/v1/me/sales-points/{id}/stock-totals',
    query: z.strictObject({ day, format }),
    run: async (context, { id, query }) =>
      writeReport(query.format, await getStockTotals(context, id, query.day), totalsSheets, `kho-${query.day}`),
    respond: reportResponse,
  }),
  setStockSettings: signedInRoute({
    method: 'PUT',
    path: '/v1/sales-points/{id}/stock/{product}/settings',
    body: SetStockSettings,
    run: (context, { id, params, body }) =>
      setStockSettings(context, { salesPoint: id, product: params.product ?? '' }, body),
    respond: (level) => json(200, level),
  }),
  voidStockChange: signedInRoute({
    method: 'POST',
    path: '/v1/sales-points/{id}/stock-changes/{change}/void',
    rateLimit: 'report',
    recordedInLedger: true,
    body: VoidStockChange,
    run: (context, { id, params, body }) =>
      voidStockChange(context, { salesPoint: id, change: params.change ?? '' }, body.reason),
    respond: stockResponse,
  }),
  transferStock: signedInRoute({
    method: 'POST',
    path: '/v1/stock-transfers',
    rateLimit: 'report',
    recordedInLedger: true,
    body: TransferStock,
    run: (context, { body }) => transferStock(context, body),
    respond: stockResponse,
  }),
});
