import { ProductCard } from '#shared/contract/answers.ts';
import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { ProductOnOffer } from '#shared/contract/promotions.ts';
import { Availability } from '#shared/contract/stock.ts';
import { productRoutes } from './products.routes.ts';

export const productContract = describeOperations(productRoutes, {
  listProducts: {
    tag: 'Buyers',
    summary: 'Find products',
    description:
      "Public products by place, star, group and producer. Membership and order are judged on the day of the first page, the star shown is today's. `sort=stars`: most stars first, and within a star the longest valid first.",
    problems: [],
    responses: { 200: { description: 'A page of product cards', schema: pageOf(ProductCard) } },
  },
  getProduct: {
    tag: 'Buyers',
    summary: 'A product',
    description:
      'Of several promotions at one instant the lowest price is in force; of equal prices the one whose window ends later; then the smaller id. The rest is in `GET /v1/promotions?product=`.',
    problems: [],
    responses: {
      200: { description: "The product as approved, with today's star and the price in force", schema: ProductOnOffer },
    },
  },
  listAvailability: {
    tag: 'Buyers',
    summary: 'Where a product is to be had now',
    description:
      'The nearest first with `near`; a point that is out of it says so. `countedAt` tells how fresh the answer is. With `near` a page can be short, even empty, while `next` leads on, as in the list of sales points.',
    problems: [],
    responses: { 200: { description: 'A page of points', schema: pageOf(Availability) } },
  },
});
