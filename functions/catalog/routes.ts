import type { Route } from '../../shared/http/route.ts';
import { getCertificate } from './routes/get-certificate.ts';
import { getDocs, getDocsAsset } from './routes/get-docs.ts';
import { getEvent } from './routes/get-event.ts';
import { getEventsCalendar } from './routes/get-events-calendar.ts';
import { getHealth } from './routes/get-health.ts';
import { getLimits } from './routes/get-limits.ts';
import { getOpenApi } from './routes/get-openapi.ts';
import { getProducer } from './routes/get-producer.ts';
import { getProduct } from './routes/get-product.ts';
import { getPromotion } from './routes/get-promotion.ts';
import { getProvince } from './routes/get-province.ts';
import { getSalesPoint } from './routes/get-sales-point.ts';
import { getTaxonomy } from './routes/get-taxonomy.ts';
import { listAvailability } from './routes/list-availability.ts';
import { listCommunes } from './routes/list-communes.ts';
import { listEvents } from './routes/list-events.ts';
import { listProducts } from './routes/list-products.ts';
import { listPromotions } from './routes/list-promotions.ts';
import { listProvinces } from './routes/list-provinces.ts';
import { listPublicStock } from './routes/list-public-stock.ts';
import { listSalesPoints } from './routes/list-sales-points.ts';
import { resolveCommune } from './routes/resolve-commune.ts';

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
