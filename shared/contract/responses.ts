// Response schemas. No bundle contains them: the OpenAPI document is generated from them at build time, and the tests
// validate every response against them.
import * as z from 'zod';
import { AuditEntry } from '#shared/domain/audit/audit-entry.ts';
import { Office } from '#shared/domain/offices/office.ts';
import { Member, PRODUCER_KINDS, PRODUCER_STATES } from '#shared/domain/producers/producer.ts';
import { CommuneCode, PRODUCT_STATES, ProductContent } from '#shared/domain/products/product.ts';
import { Issuer, REVOCATION_GROUNDS, Recognition } from '#shared/domain/recognition/certificate.ts';
import { REGIME_IDS } from '#shared/domain/recognition/regimes.ts';
import { SALES_POINT_STATES } from '#shared/domain/sales-points/sales-point.ts';
import { UNIT_KINDS } from '#shared/domain/stock/unit.ts';
import { GROUP_CODES } from '#shared/domain/taxonomy/groups.ts';
import { Cover, Image, WorkingImage } from './images.ts';
import { Day, Instant, Named, Note, pageOf, Stars } from './parts.ts';
import { WorkingSalesPoint } from './sales-points.ts';

const CriteriaSetNumber = z.int().min(1).max(26);

const card = {
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  nameEn: z.string().optional(),
  stars: Stars.nullable().describe('The star on the day of reading, from the certificate in force; null without one.'),
  starsValidTo: Day.nullable().describe('The last day on which the star is shown.'),
  group: z.enum(GROUP_CODES),
  criteriaSet: CriteriaSetNumber,
  province: Named,
  formerProvince: Named.nullable(),
  commune: Named.nullable(),
  producer: z.strictObject({ id: z.string(), name: z.string() }),
  priceVnd: z.int().nullable(),
  unit: z.string(),
  alcohol: z.boolean(),
  cover: Cover.nullable(),
};
export const ProductCard = z.strictObject(card).meta({ id: 'ProductCard' });

const product = {
  ...card,
  description: z.string(),
  story: z.string().nullable(),
  ingredients: z.string().nullable(),
  storage: z.string().nullable(),
  shelfLifeDays: z.int().nullable(),
  abvPercent: z.number().nullable(),
  gtin: z.string().nullable(),
  titles: z.array(z.strictObject({ name: z.string(), by: z.string(), year: z.int() })),
  origin: z.strictObject({
    asCertified: z.string(),
    former: z.strictObject({ commune: Named, district: z.string(), province: Named }).nullable(),
  }),
  images: z.array(Image),
  certificate: z
    .strictObject({
      id: z.string(),
      number: z.string(),
      productCode: z.string().nullable(),
      stars: Stars,
      validTo: Day,
      effectiveTo: Day,
    })
    .nullable(),
  status: z.enum(PRODUCT_STATES),
  updatedAt: Instant,
};
export const PublicProduct = z.strictObject(product).meta({ id: 'Product' });

export const WorkingProduct = z
  .strictObject({
    ...product,
    images: z.array(WorkingImage).describe('In every state; buyers see those that are ready.'),
    imagesExpireAt: Instant.nullable().describe(
      'Until when the addresses of the images are good: they are signed and private while the product is not public. Null while it is public, or has no image to show.',
    ),
    originCommune: CommuneCode,
    unitKind: z
      .enum(UNIT_KINDS)
      .describe('How `unit` is understood: a `measure` is sold in parts, a `piece` in whole numbers only.'),
    proposal: ProductContent.extend({
      state: z.enum(['in-review', 'changes-requested']),
      submittedAt: Instant.nullable(),
    }).nullable(),
    face: PublicProduct.nullable().describe('What the public sees while a proposed change is in review.'),
    note: Note.nullable().describe("The last officer's note."),
    recall: Note.nullable().describe('The recall from sale, while it lasts.'),
    producerVisible: z.boolean(),
    submittedAt: Instant.nullable(),
    publishedAt: Instant.nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'WorkingProduct' });

const history = { history: z.array(AuditEntry) };
export const OwnProduct = WorkingProduct.extend(history).meta({ id: 'OwnProduct' });

export const OwnProductSummary = z
  .strictObject({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    status: z.enum(PRODUCT_STATES),
    proposal: z.enum(['in-review', 'changes-requested']).nullable(),
    criteriaSet: CriteriaSetNumber,
    updatedAt: Instant,
    stars: Stars.nullable(),
    starsValidTo: Day.nullable(),
    producer: z.strictObject({ id: z.string(), name: z.string() }),
  })
  .meta({ id: 'OwnProductSummary' });

export const PublicProducer = z
  .strictObject({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    kind: z.enum(PRODUCER_KINDS),
    province: Named,
    commune: Named,
    addressLine: z.string().nullable(),
    story: z.string().nullable(),
    verifiedAt: Instant.nullable(),
  })
  .meta({ id: 'Producer' });

export const PublicProducerRow = PublicProducer.pick({
  id: true,
  slug: true,
  name: true,
  kind: true,
  province: true,
  commune: true,
}).meta({ id: 'ProducerSummary' });

export const WorkingProducer = z
  .strictObject({
    id: z.string(),
    slug: z.string(),
    status: z.enum(PRODUCER_STATES),
    name: z.string(),
    kind: z.enum(PRODUCER_KINDS),
    taxCode: z.string().nullable(),
    hasPersonalNumber: z.boolean(),
    phone: z.string(),
    email: z.string().nullable(),
    province: Named,
    commune: Named,
    addressLine: z.string(),
    story: z.string().nullable(),
    members: z.array(Member),
    note: Note.nullable(),
    createdAt: Instant,
    productsUpdated: z
      .boolean()
      .describe(
        'Whether the last change of name or visibility has reached all its products. False for a producer with very many: the rest follows by itself, as a rule within a minute.',
      ),
    updatedAt: Instant,
    verifiedAt: Instant.nullable(),
  })
  .meta({ id: 'WorkingProducer' });

const certificate = {
  id: z.string(),
  number: z.string(),
  productCode: z.string().nullable(),
  status: z.enum(['active', 'lapsed', 'revoked', 'superseded']),
  stars: Stars,
  product: z.strictObject({ id: z.string(), slug: z.string(), name: z.string() }),
  producer: z.strictObject({ id: z.string(), name: z.string() }),
  decisionNumber: z.string(),
  decisionDate: Day,
  issuer: Issuer,
  regime: z.string(),
  criteriaSet: CriteriaSetNumber,
  issuedOn: Day,
  validTo: Day.describe('36 months after the day of issue, that day included.'),
  effectiveTo: Day.describe('The last day on which the star is shown: validTo, or the recorded end of an extension.'),
  extension: z.strictObject({ effectiveTo: Day, basis: z.string() }).nullable(),
  revocation: z
    .strictObject({ decisionNumber: z.string(), decisionDate: Day, ground: z.enum(REVOCATION_GROUNDS) })
    .nullable(),
};
export const PublicCertificate = z.strictObject(certificate).meta({ id: 'Certificate' });
export const WorkingCertificate = z
  .strictObject({
    ...certificate,
    province: z.string(),
    scores: z.strictObject({ a: z.number(), b: z.number(), c: z.number() }).nullable(),
    scoreTotal: z.number().nullable(),
    evidence: z.string().nullable(),
    enteredAt: Instant,
    enteredBy: z.string(),
    corrections: z.array(z.object({ at: Instant, by: z.string(), reason: z.string(), before: Recognition })),
    reversedRevocations: z
      .array(
        z.strictObject({
          at: Instant,
          by: z.string(),
          reason: z.string(),
          revocation: z.strictObject({
            decisionNumber: z.string(),
            decisionDate: Day,
            ground: z.enum(REVOCATION_GROUNDS),
            reason: z.string().optional(),
            at: Instant,
            by: z.string(),
          }),
        }),
      )
      .describe('Revocations that were recorded by mistake and taken back, the oldest first.'),
  })
  .meta({ id: 'WorkingCertificate' });

export const CertificateSummary = z
  .strictObject({
    id: z.string(),
    number: z.string(),
    product: z.strictObject({ id: z.string(), name: z.string() }),
    stars: Stars,
    validTo: Day,
    effectiveTo: Day,
  })
  .meta({ id: 'CertificateSummary' });

export const ReviewSummary = z
  .strictObject({
    id: z.string(),
    kind: z.enum(['product', 'producer', 'sales-point']),
    name: z.string(),
    producer: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    change: z.enum(['first', 'edit']),
    since: Instant,
  })
  .meta({ id: 'ReviewSummary' });

export const Review = z.union([
  OwnProduct,
  WorkingProducer.extend(history),
  WorkingCertificate.extend(history),
  WorkingSalesPoint.extend(history),
]);

export const OfficeResponse = Office.meta({ id: 'Office' });

export const Me = z
  .strictObject({
    subject: z.string(),
    groups: z.array(z.string()),
    memberships: z.array(
      z.discriminatedUnion('kind', [
        z.object({
          id: z.string(),
          kind: z.literal('producer'),
          name: z.string(),
          status: z.enum(PRODUCER_STATES),
        }),
        z.object({
          id: z.string(),
          kind: z.literal('sales-point'),
          name: z.string(),
          status: z.enum(SALES_POINT_STATES),
        }),
        z.object({ id: z.string(), kind: z.literal('office'), name: z.string(), territory: z.string() }),
      ]),
    ),
  })
  .meta({ id: 'Me' });

export const Province = z
  .strictObject({
    code: z.string(),
    name: z.string(),
    nameEn: z.string(),
    fullName: z.string(),
    type: z.enum(['province', 'municipality']),
    slug: z.string(),
    mergedFrom: z.array(Named),
  })
  .meta({ id: 'Province' });

export const Commune = z
  .object({ code: z.string(), name: z.string(), type: z.string(), province: Named })
  .meta({ id: 'Commune' });
export const FormerCommuneName = z
  .object({
    code: z.string(),
    name: z.string(),
    type: z.string(),
    district: z.string(),
    province: Named,
    since: Day.nullable(),
    until: Day,
    successors: z.array(Named),
  })
  .meta({ id: 'FormerCommuneName' });
export const Candidates = z.strictObject({
  candidates: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      type: z.string(),
      province: Named,
      match: z.enum(['exact', 'similar']),
      note: z.string().optional(),
    }),
  ),
});

const InBoth = z.strictObject({ vi: z.string(), en: z.string() });

const Grounds = z.strictObject({ ground: z.string(), groundEn: z.string(), criteriaSets: z.array(CriteriaSetNumber) });

export const Taxonomy = z.strictObject({
  groups: z.array(z.strictObject({ code: z.enum(GROUP_CODES), name: InBoth })),
  criteriaSets: z.array(
    z.strictObject({
      number: CriteriaSetNumber,
      group: z.enum(GROUP_CODES),
      subgroup: InBoth,
      name: InBoth,
      leadMinistries: z.array(z.string()),
      samplesRequired: z.int(),
      alcohol: z.literal(true).optional(),
    }),
  ),
  regimes: z.array(
    z.strictObject({
      id: z.enum(REGIME_IDS),
      number: z.string(),
      amendedBy: z.array(z.string()),
      inForceFrom: Day,
      inForceTo: Day.nullable(),
      partMaxima: z.strictObject({ a: z.number(), b: z.number(), c: z.number() }),
      bands: z.array(z.strictObject({ stars: z.int(), minTotal: z.number() })),
      recognisedBy: z.strictObject({ 3: z.string(), 4: z.string(), 5: z.string() }),
      validityMonths: z.int(),
      notes: z.array(z.string()),
    }),
  ),
  disqualifiers: z.array(Grounds).describe('Grounds on which a product gets no star.'),
  scoringStops: z.array(Grounds).describe('Findings at which scoring stops.'),
  reEvaluation: z
    .strictObject({ earliestDaysBefore: z.int(), latestDaysBefore: z.int(), decidedWithinDays: z.int() })
    .describe('When a re-evaluation is filed, in days before the certificate ends, and how long it may take.'),
});

const Throttle = z.strictObject({ perSecond: z.int(), burst: z.int() });

export const Limits = z.strictObject({
  bodyMaxBytes: z.int(),
  pageMaxItems: z.int(),
  answerMaxBytes: z.int(),
  membersMax: z.int(),
  extensionMaxDays: z.int(),
  revocationReversalDays: z.int(),
  idempotencyKey: z.strictObject({ maxLength: z.int(), keptSeconds: z.int() }),
  textMaxLength: z.record(z.string(), z.int()),
  titlesMax: z.int(),
  images: z.strictObject({
    perProduct: z.int(),
    types: z.array(z.string()),
    uploadMaxBytes: z.int(),
    uploadMinutes: z.int(),
    privateMinutes: z.int().describe('A signed address of an image that is not public is good for at least so long.'),
    edgeSeconds: z.int().describe('The edge keeps a copy of an image for so long at most.'),
    maxPixels: z.int(),
    altMaxLength: z.int(),
  }),
  correctionsMax: z.int(),
  openingHours: z.strictObject({ weeklyMax: z.int(), holidaysMax: z.int() }),
  radiusKmMax: z.int(),
  near: z
    .strictObject({ queriesMax: z.int(), readUnitsMax: z.int() })
    .describe(
      'What a request for places near another may read: queries, and units of 4 KB. A page that needs more is short.',
    ),
  stock: z.strictObject({
    linesMax: z.strictObject({ each: z.int(), atomic: z.int(), atomicTransfer: z.int() }),
    lotsMax: z.int(),
    restockQuantityMax: z.string().describe('In a line of a producer that restocks a point, in units.'),
    reportMaxAgeHours: z.int(),
    clockAheadMaxMinutes: z.int(),
    staleAfterDays: z.int(),
    reasonMaxLength: z.int(),
  }),
  events: z.strictObject({
    days: z.int(),
    provinces: z.int(),
    stops: z.int(),
    capacity: z.int(),
    booths: z.int(),
    windowDays: z.int(),
    calendarEntries: z.int(),
    listedStops: z.int(),
    dayHours: z.int(),
    dayNote: z.int(),
    listedDays: z.int(),
    scans: z.int(),
    moves: z.int(),
  }),
  requests: z.strictObject({
    perSecond: z.int(),
    burst: z.int(),
    perRoute: z.strictObject({ reads: Throttle, writes: Throttle, uploads: Throttle, signUps: Throttle }),
  }),
  rateLimits: z
    .record(
      z.string(),
      z.strictObject({
        windowSeconds: z.int(),
        perSubject: z.int().describe('Calls of one account in a window.'),
        perAddress: z.int().describe('Calls from one IPv4 address, or one /64 of IPv6, in a window.'),
      }),
    )
    .describe('By class of writing routes; `x-rate-limit` of an operation names its class.'),
});

export const Health = z.strictObject({ status: z.literal('ok') });

export const ProvinceList = z.strictObject({ items: z.array(Province) });
export const AuditPage = pageOf(AuditEntry);
