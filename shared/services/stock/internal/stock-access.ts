import { productKind } from '#shared/data/products/product-store.ts';
import { loadLevel } from '#shared/data/stock/level-store.ts';
import { loadDocument, type Stored } from '#shared/data/table/document.ts';
import { isMember } from '#shared/domain/producers/producer.ts';
import { isPublic } from '#shared/domain/products/product.ts';
import { isKnown, type SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import * as messages from '#shared/domain/stock/messages.ts';
import { Problem } from '#shared/platform/problem.ts';
import { loadSalesPoint } from '#shared/services/access/documents.ts';
import { forbidden, forbiddenOrNotFound } from '#shared/services/access/forbidden-or-not-found.ts';
import { loadOwnSalesPoint } from '#shared/services/access/membership.ts';
import { isInTerritory } from '#shared/services/access/officer-territory.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { producersOf } from '#shared/services/me/internal/memberships.ts';

const requireApproved = (point: Stored<SalesPoint>): Stored<SalesPoint> => {
  if (point.value.status !== 'proposed') return point;
  throw new Problem('state_conflict', messages.salesPointNotApproved);
};

/** Loads an approved sales point for its members; others get 403 if they may know of it, otherwise 404. */
export const loadPointOfMember = async (context: Context, id: string): Promise<Stored<SalesPoint>> =>
  requireApproved(await loadOwnSalesPoint(context, id));

const mayRestock = async (context: Context, point: string, product: string, mine: ReadonlySet<string>) => {
  const [stored, level] = await Promise.all([
    loadDocument(context.reader, productKind, product, { consistent: true }),
    loadLevel(context.reader, point, product),
  ]);
  return (
    stored !== undefined &&
    isPublic(stored.value) &&
    mine.has(stored.value.producer.id) &&
    level?.value.settings.producerMayRestock === true
  );
};

/**
 * Loads an approved sales point for its members, or for members of the producers of all these products if the sales
 * point lets them restock; also says whether the caller is a member of the sales point.
 */
export const loadPointForChange = async (
  context: Context,
  id: string,
  products: ReadonlySet<string>,
): Promise<{ point: Stored<SalesPoint>; isOwn: boolean }> => {
  const point = await loadSalesPoint(context, id);
  if (isMember(point.value, context.caller.subject)) return { point: requireApproved(point), isOwn: true };
  if (!isKnown(point.value)) throw forbiddenOrNotFound(await isInTerritory(context, point.value.province.code));
  const mine = new Set((await producersOf(context)).map((producer) => producer.id));
  if (mine.size === 0) throw forbidden();
  const rights = await Promise.all([...products].map((product) => mayRestock(context, id, product, mine)));
  if (!rights.every(Boolean)) throw forbidden();
  return { point, isOwn: false };
};
