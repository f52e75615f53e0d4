import { docsResponse, openApiText } from '#functions/catalog/assets.ts';
import { checkTable } from '#shared/data/table/check-table.ts';
import { MEMBERS_MAX } from '#shared/domain/access/members.ts';
import { IMAGE_TYPES, MAX_PIXELS, UPLOAD_MAX_BYTES } from '#shared/domain/images/renditions.ts';
import { EXTENSION_MAX_DAYS, REVOCATION_REVERSAL } from '#shared/domain/recognition/regimes.ts';
import { PAGE_MAX } from '#shared/http/page.ts';
import { BODY_MAX_BYTES } from '#shared/http/request.ts';
import { json, publicJson, publicJsonText } from '#shared/http/response.ts';
import { defineRoutes, publicRoute } from '#shared/http/route.ts';
import {
  ALT_MAX,
  CLOCK_AHEAD_MAX_MINUTES,
  CORRECTIONS_MAX,
  EVENT_MAX,
  HOLIDAYS_MAX,
  IDEMPOTENCY_TTL_SECONDS,
  IMAGES_MAX,
  LOTS_MAX,
  MEDIA_EDGE_SECONDS,
  NEAR_MAX,
  PRIVATE_IMAGE_MINUTES,
  RADIUS_MAX_KM,
  RATE_LIMITS,
  type RateLimit,
  REPORT_MAX_AGE_HOURS,
  REQUESTS_BURST,
  REQUESTS_PER_SECOND,
  RESPONSE_MAX_BYTES,
  RESTOCK_QUANTITY_MAX,
  ROUTE_THROTTLES,
  STALE_AFTER_DAYS,
  STOCK_LINES_MAX,
  STOCK_REASON_MAX,
  TEXT_MAX,
  TITLES_MAX,
  UPLOAD_MINUTES,
  WEEKLY_HOURS_MAX,
} from '#shared/platform/limits.ts';
import { REFERENCE_CACHE_SECONDS } from './cache-seconds.ts';

/** Published rate limits, by class. */
const PUBLISHED_RATE_LIMITS = Object.fromEntries(
  Object.entries<RateLimit>(RATE_LIMITS).map(([name, { uncounted: _, ...limit }]) => [name, limit]),
);

export const serviceRoutes = defineRoutes({
  getDocs: publicRoute({
    method: 'GET',
    path: '/docs',
    handle: (context) => docsResponse('index.html', context.now),
  }),
  getDocsAsset: publicRoute({
    method: 'GET',
    path: '/docs/{asset}',
    handle: (context, { params }) => docsResponse(params.asset ?? '', context.now),
  }),
  getHealth: publicRoute({
    method: 'GET',
    path: '/healthz',
    handle: async (context) => {
      await checkTable(context.reader);
      return json(200, { status: 'ok' as const }, { 'cache-control': 'no-store' });
    },
  }),
  getLimits: publicRoute({
    method: 'GET',
    path: '/v1/limits',
    handle: async (context) =>
      publicJson(
        context.now,
        {
          bodyMaxBytes: BODY_MAX_BYTES,
          pageMaxItems: PAGE_MAX,
          answerMaxBytes: RESPONSE_MAX_BYTES,
          membersMax: MEMBERS_MAX,
          extensionMaxDays: EXTENSION_MAX_DAYS,
          revocationReversalDays: REVOCATION_REVERSAL.days,
          idempotencyKey: { maxLength: 255, keptSeconds: IDEMPOTENCY_TTL_SECONDS },
          textMaxLength: TEXT_MAX,
          titlesMax: TITLES_MAX,
          images: {
            perProduct: IMAGES_MAX,
            types: IMAGE_TYPES,
            uploadMaxBytes: UPLOAD_MAX_BYTES,
            uploadMinutes: UPLOAD_MINUTES,
            privateMinutes: PRIVATE_IMAGE_MINUTES,
            edgeSeconds: MEDIA_EDGE_SECONDS,
            maxPixels: MAX_PIXELS,
            altMaxLength: ALT_MAX,
          },
          correctionsMax: CORRECTIONS_MAX,
          openingHours: { weeklyMax: WEEKLY_HOURS_MAX, holidaysMax: HOLIDAYS_MAX },
          radiusKmMax: RADIUS_MAX_KM,
          near: { queriesMax: NEAR_MAX.queries, readUnitsMax: NEAR_MAX.readUnits },
          stock: {
            linesMax: STOCK_LINES_MAX,
            lotsMax: LOTS_MAX,
            restockQuantityMax: String(RESTOCK_QUANTITY_MAX),
            reportMaxAgeHours: REPORT_MAX_AGE_HOURS,
            clockAheadMaxMinutes: CLOCK_AHEAD_MAX_MINUTES,
            staleAfterDays: STALE_AFTER_DAYS,
            reasonMaxLength: STOCK_REASON_MAX,
          },
          events: EVENT_MAX,
          requests: { perSecond: REQUESTS_PER_SECOND, burst: REQUESTS_BURST, perRoute: ROUTE_THROTTLES },
          rateLimits: PUBLISHED_RATE_LIMITS,
        },
        { cacheSeconds: REFERENCE_CACHE_SECONDS },
      ),
  }),
  getOpenApi: publicRoute({
    method: 'GET',
    path: '/openapi.json',
    handle: async (context) => publicJsonText(context.now, await openApiText()),
  }),
});
