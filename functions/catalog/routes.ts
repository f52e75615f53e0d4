import { getCertificate } from '#functions/catalog/routes/get-certificate.ts';
import { getDocs, getDocsAsset } from '#functions/catalog/routes/get-docs.ts';
import { getEvent } from '#functions/catalog/routes/get-event.ts';
import { getEventsCalendar } from '#functions/catalog/routes/get-events-calendar.ts';
import { getHealth } from '#functions/catalog/routes/get-health.ts';
import { getLimits } from '#functions/catalog/routes/get-limits.ts';
import { getOpenApi } from '#functions/catalog/routes/get-openapi.ts';
import { getProducer } from '#functions/catalog/routes/get-producer.ts';
import { getProduct } from '#functions/catalog/routes/get-product.ts';
import { getPromotion } from '#functions/catalog/routes/get-promotion.ts';
import { getProvince } from '#functions/catalog/routes/get-province.ts';
import { getSalesPoint } from '#functions/catalog/routes/get-sales-point.ts';
import { getTaxonomy } from '#functions/catalog/routes/get-taxonomy.ts';
import { listAvailability } from '#functions/catalog/routes/list-availability.ts';
import { listCommunes } from '#functions/catalog/routes/list-communes.ts';
import { listEvents } from '#functions/catalog/routes/list-events.ts';
import { listProducts } from '#functions/catalog/routes/list-products.ts';
import { listPromotions } from '#functions/catalog/routes/list-promotions.ts';
import { listProvinces } from '#functions/catalog/routes/list-provinces.ts';
import { listPublicStock } from '#functions/catalog/routes/list-public-stock.ts';
import { listSalesPoints } from '#functions/catalog/routes/list-sales-points.ts';
import { resolveCommune } from '#functions/catalog/routes/resolve-commune.ts';
import type { Route } from '#shared/http/route.ts';

/** Everything that anybody may ask, without a token. */
export const routes: readonly Route[] = [
  listProducts,
  getProduct,
  listPromotions,
  getPromotion,
  getProducer,
  getCertificate,
  listSalesPoints,
  listAvailability,
  listPublicStock,
  getSalesPoint,
  listEvents,
  getEvent,
  getEventsCalendar,
  listProvinces,
  getProvince,
  listCommunes,
  resolveCommune,
  getTaxonomy,
  getLimits,
  getHealth,
  getOpenApi,
  getDocs,
  getDocsAsset,
];
