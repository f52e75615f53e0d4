import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { ProductOnOffer } from '#shared/contract/promotions.ts';
import { ProductCard } from '#shared/contract/responses.ts';
import { Availability } from '#shared/contract/stock.ts';
import { productRoutes } from './products.routes.ts';

export const productContract = describeOperations(productRoutes, {
  listProducts: {
    tag: 'Buyers',
    summary: 'Find products',
    description:
      "Public products by place, star, group and producer. Filters and order use the day of the first page; the displayed star is today's. `sort=stars`: most stars first, and within a star the longest valid first.",
    problems: [],
    responses: { 200: { description: 'A page of product cards', schema: pageOf(ProductCard) } },
  },
  getProduct: {
    tag: 'Buyers',
    summary: 'A product',
    description:
      '`promotion` has the lowest price in force. Of equal prices the promotion that ends later counts, then the smaller id. `GET /v1/promotions?product=` lists all promotions.',
    problems: [],
    responses: {
      200: { description: "The product as approved, with today's star and the price in force", schema: ProductOnOffer },
    },
  },
  listAvailability: {
    tag: 'Buyers',
    summary: 'Where a product is available now',
    description:
      'With `near`, nearest first. Sold-out sales points are included and marked. `quantity` is the quantity that can be sold today, without goods past their use-by day; it is null if the sales point shows a band only. `countedAt` is the time of the last count. With `near` a page can be short or empty while `next` continues, as in the list of sales points.',
    problems: [],
    responses: { 200: { description: 'A page of points', schema: pageOf(Availability) } },
  },
});
