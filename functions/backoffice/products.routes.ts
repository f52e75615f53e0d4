import * as z from 'zod';
import { NeededReason, OptionalReason } from '#shared/domain/input.ts';
import { PRODUCT_STATES } from '#shared/domain/products/product.ts';
import { CreateProduct, EditProduct, SuspendProduct } from '#shared/domain/products/product-input.ts';
import { decodeCursor, encodeCursor } from '#shared/http/cursor.ts';
import { linked, pageQuery, pageResponse } from '#shared/http/page.ts';
import { created, working } from '#shared/http/response.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { approveProduct } from '#shared/services/products/approve-product.ts';
import { archiveProduct } from '#shared/services/products/archive-product.ts';
import { createProduct } from '#shared/services/products/create-product.ts';
import { editProduct } from '#shared/services/products/edit-product.ts';
import { getOwnProduct } from '#shared/services/products/get-own-product.ts';
import { listOwnProducts } from '#shared/services/products/list-own-products.ts';
import { reinstateProduct } from '#shared/services/products/reinstate-product.ts';
import { requestProductChanges } from '#shared/services/products/request-product-changes.ts';
import { restoreProduct } from '#shared/services/products/restore-product.ts';
import { submitProduct } from '#shared/services/products/submit-product.ts';
import { suspendProduct } from '#shared/services/products/suspend-product.ts';
import { withdrawProduct } from '#shared/services/products/withdraw-product.ts';

export const productRoutes = defineRoutes({
  approveProduct: signedInRoute({
    method: 'POST',
    path: '/v1/products/{id}/approve',
    ifMatch: true,
    body: OptionalReason,
    run: (context, { id, body }) => approveProduct(context, id, body?.reason),
    respond: working,
  }),
  archiveProduct: signedInRoute({
    method: 'POST',
    path: '/v1/products/{id}/archive',
    ifMatch: true,
    body: OptionalReason,
    run: (context, { id, body }) => archiveProduct(context, id, body?.reason),
    respond: working,
  }),
  createProduct: signedInRoute({
    method: 'POST',
    path: '/v1/products',
    body: CreateProduct,
    run: (context, { body }) => createProduct(context, body),
    respond: (made) => created(made, `/v1/me/products/${made.body.id}`),
  }),
  editProduct: signedInRoute({
    method: 'PATCH',
    path: '/v1/products/{id}',
    ifMatch: true,
    body: EditProduct,
    run: (context, { id, body }) => editProduct(context, id, body),
    respond: working,
  }),
  getOwnProduct: signedInRoute({
    method: 'GET',
    path: '/v1/me/products/{id}',
    run: (context, { id }) => getOwnProduct(context, id),
    respond: working,
  }),
  listOwnProducts: signedInRoute({
    method: 'GET',
    path: '/v1/me/products',
    query: z.strictObject({ status: z.enum(PRODUCT_STATES).optional(), ...pageQuery }),
    run: async (context, { query }) => {
      const scope = JSON.stringify(['own', context.caller.subject, query.status]);
      const after = query.cursor === undefined ? undefined : (decodeCursor(scope, query.cursor, 2) as [string, string]);
      const { items, next } = await listOwnProducts(context, { status: query.status, limit: query.limit, after });
      const page = { items, ...(next === undefined ? {} : { next: encodeCursor(scope, next) }) };
      return linked('/v1/me/products', query, page);
    },
    respond: pageResponse,
  }),
  reinstateProduct: signedInRoute({
    method: 'POST',
    path: '/v1/products/{id}/reinstate',
    ifMatch: true,
    body: OptionalReason,
    run: (context, { id, body }) => reinstateProduct(context, id, body?.reason),
    respond: working,
  }),
  requestProductChanges: signedInRoute({
    method: 'POST',
    path: '/v1/products/{id}/request-changes',
    ifMatch: true,
    body: NeededReason,
    run: (context, { id, body }) => requestProductChanges(context, id, body.reason),
    respond: working,
  }),
  restoreProduct: signedInRoute({
    method: 'POST',
    path: '/v1/products/{id}/restore',
    ifMatch: true,
    body: OptionalReason,
    run: (context, { id, body }) => restoreProduct(context, id, body?.reason),
    respond: working,
  }),
  submitProduct: signedInRoute({
    method: 'POST',
    path: '/v1/products/{id}/submit',
    ifMatch: true,
    body: OptionalReason,
    run: (context, { id, body }) => submitProduct(context, id, body?.reason),
    respond: working,
  }),
  suspendProduct: signedInRoute({
    method: 'POST',
    path: '/v1/products/{id}/suspend',
    ifMatch: true,
    body: SuspendProduct,
    run: (context, { id, body }) => suspendProduct(context, id, body.reason, body.recall),
    respond: working,
  }),
  withdrawProduct: signedInRoute({
    method: 'POST',
    path: '/v1/products/{id}/withdraw',
    ifMatch: true,
    body: OptionalReason,
    run: (context, { id, body }) => withdrawProduct(context, id, body?.reason),
    respond: working,
  }),
});
