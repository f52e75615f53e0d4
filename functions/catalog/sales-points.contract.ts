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
      'Active sales points by Vietnamese name, or with `near` by distance. `status=paused` lists those that pause. With `product`, an id or a slug, those that have it to sell today. With `near` a page can be short, even empty, while `next` leads on: a request makes at most 20 reads. Places about equally far, within 1/32 of the distance or 30 metres, can then come in any order. Farther from Vietnam than the radius the list is empty.',
    problems: [],
    responses: { 200: { description: 'A page of sales points', schema: pageOf(SalesPoint) } },
  },
  getSalesPoint: {
    tag: 'Buyers',
    summary: 'A sales point',
    description: '`openNow` is as of the moment of reading.',
    problems: [],
    responses: { 200: { description: 'The sales point, active or paused', schema: SalesPoint } },
  },
  listPublicStock: {
    tag: 'Buyers',
    summary: 'What a sales point has',
    problems: [],
    responses: { 200: { description: 'A page of stock levels', schema: pageOf(StockLevel) } },
  },
});
