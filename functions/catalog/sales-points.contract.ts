import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { SalesPoint } from '#shared/contract/sales-points.ts';
import { StockLevel } from '#shared/contract/stock.ts';
import { salesPointRoutes } from './sales-points.routes.ts';

export const salesPointContract = describeOperations(salesPointRoutes, {
  listSalesPoints: {
    tag: 'Buyers',
    summary: 'Find sales points',
    description:
      'Active sales points by Vietnamese name, or by distance with `near`. `status=paused` lists paused ones. `product` (id or slug) selects sales points that can sell the product today. With `near` a page can be short or empty while `next` continues, because a request makes at most 20 reads: for example if a product is sold out almost everywhere. Sales points at nearly equal distance (within 1/32 of the distance, or 30 metres) can then come in any order. If `near` is farther from Vietnam than the radius, the list is empty.',
    problems: [],
    responses: { 200: { description: 'A page of sales points', schema: pageOf(SalesPoint) } },
  },
  getSalesPoint: {
    tag: 'Buyers',
    summary: 'A sales point',
    description: '`openNow` is computed at the moment of reading.',
    problems: [],
    responses: { 200: { description: 'The sales point, active or paused', schema: SalesPoint } },
  },
  listPublicStock: {
    tag: 'Buyers',
    summary: 'The stock of a sales point',
    description:
      '`quantity` is the quantity that can be sold today, without goods past their use-by day. `quantity` and `lots` are hidden if the sales point shows a band. A paused sales point shows no stock.',
    problems: [],
    responses: { 200: { description: 'A page of stock levels', schema: pageOf(StockLevel) } },
  },
});
