/** A star that a certificate can grant; one and two stars get no certificate. */
export type DemoStars = 3 | 4 | 5;

/** Shaped like the body that registers a producer; `commune` is a code of the current list. */
export type DemoProducer = {
  key: string;
  name: string;
  kind: 'household' | 'cooperative' | 'cooperative-group' | 'company' | 'farm' | 'association';
  /** Ten digits with a valid check digit. Households have none: their number is personal data. */
  taxCode?: string;
  /** E.164. */
  phone: string;
  email?: string;
  commune: string;
  addressLine: string;
  story?: string;
  /** Subjects of tokens, the first member first. */
  members: [string, ...string[]];
};

/**
 * Who issues a product's certificate, by the regime in force on the day of issue: the district decides 3 stars only
 * under 148/QĐ-TTg before its amendment, the province all other 3 and 4 stars, the ministry 5 stars.
 */
export type DemoIssuers = {
  /** Absent where the place was certified after districts were abolished. */
  district?: string;
  provinceUntilJune2025: string;
  province: string;
  ministry: string;
};

/** The grounds of revocation, lettered as in Article 8 of 26/2026/QĐ-TTg. */
export type DemoRevocationGround = 'a' | 'b' | 'c' | 'd' | 'đ' | 'e';

export type DemoCertificate = {
  stars: DemoStars;
  /** Both numbers say that the certificate is illustrative. */
  number: string;
  decisionNumber: string;
  issuers: DemoIssuers;
  /** Months before the loading day; `ends-today` and `lapsed` put the last valid day on, or before, the loading day. */
  issuedMonthsAgo: number | 'ends-today' | 'lapsed';
  revoked?: { decisionNumber: string; ground: DemoRevocationGround; monthsAgo: number };
  /** Parts A, B, C: within 35, 25 and 35 points, so that they fit every regime's maxima. */
  scores?: { a: number; b: number; c: number };
};

/** Shaped like the body that creates a product, with its certificate; `producer` is a `DemoProducer` key. */
export type DemoProduct = {
  key: string;
  producer: string;
  name: string;
  nameEn: string;
  criteriaSet: number;
  description: string;
  story?: string;
  ingredients?: string;
  storage?: string;
  shelfLifeDays?: number;
  unit: string;
  priceVnd?: number;
  /** GTIN-13. */
  gtin?: string;
  /** Alcohol by volume; only and always with criteria sets 14 and 15. */
  abvPercent?: number;
  originCommune: { code: string; list: 'former' | 'current' };
  titles?: { name: string; by: string; year: number }[];
  certificate?: DemoCertificate;
};

/** The kinds of place where the ministry's criteria (950/QĐ-BCT) expect a sales point. */
export type DemoSiteType =
  | 'station-airport'
  | 'rest-stop'
  | 'mall-market'
  | 'tourist-site'
  | 'craft-village'
  | 'commercial-centre'
  | 'fairground'
  | 'post-office';

export type DemoSalesPoint = {
  key: string;
  name: string;
  siteType: DemoSiteType;
  /** A code of the current list. */
  commune: string;
  addressLine: string;
  lat: number;
  lng: number;
  /** The organisation that runs it. */
  operator: string;
  /** `days` are ISO weekdays, Monday is 1; times are Vietnam's. A holiday without times is closed. */
  openingHours: {
    weekly: { days: number[]; opens: string; closes: string }[];
    holidays: { from: string; to: string; opens?: string; closes?: string; name: string }[];
  };
  phone?: string;
  members: [string, ...string[]];
  status: 'active' | 'paused';
};

/** Goods of one delivery or sale. `useByInDays` counts from the loading day: 0 is its last day, -1 ended the day before. */
export type DemoLot = { quantity: string; lot?: string; useByInDays?: number };

/**
 * The changes of a product at a sales point within the day before the load, in this order; `product` is a `DemoProduct`
 * key.
 */
export type DemoStock = {
  product: string;
  received: DemoLot[];
  sold?: { quantity: string; lot?: string };
  wasted?: { quantity: string; lot?: string; reason: string };
  /** The final count, including goods past their use-by day; absent without a count. */
  counted?: string;
  settings?: { priceVnd?: number; lowStockThreshold?: string; show?: 'band' };
  /** The producer's members can restock it here, and delivered this quantity. */
  restocked?: string;
};

/** The shelves of a `DemoSalesPoint`. */
export type DemoShelves = { salesPoint: string; stock: DemoStock[] };

/** A stop names a `DemoProducer` or a `DemoSalesPoint` by its key. */
export type DemoStop = { name: string; producer?: string; salesPoint?: string };

/** A product with the booth that it gets, or a person by an invented name; `product` is a `DemoProduct` key. */
export type DemoRegistration =
  | { product: string; booth?: string; note?: string }
  | { subject: string; name: string; organisation?: string };

/** A lower price from the first to the last of some days; `product` and `salesPoints` are keys, `booths` are of the plan. */
export type DemoPromotion = {
  product: string;
  priceVnd: number;
  fromDate: string;
  toDate: string;
  salesPoints: string[];
  booths: string[];
  /** In the unit of the product. */
  total: string;
};

/** The outcome of an event for a producer, by its `DemoProducer` key, or for the event itself; amounts in VND. */
export type DemoOutcome = {
  producer?: string;
  contracts: number;
  contractsVnd?: number;
  memoranda: number;
  turnoverVnd: number;
  visitors: number;
  note: string;
};

export type DemoEvent = {
  key: string;
  kind: 'fair' | 'study-tour' | 'training-class';
  title: string;
  titleEn?: string;
  description: string;
  legalBasis: { number: string; date: string } | null;
  organizer: string;
  /** Codes of current provinces. */
  provinces: string[];
  venue?: { name: string; commune: string };
  stops?: DemoStop[];
  startDate: string;
  endDate: string;
  /** Times in Vietnam, `HH:MM`. */
  startTime?: string;
  endTime?: string;
  days?: { date: string; from: string; to: string; note?: string }[];
  /** Days inside the event on which it is closed. */
  closedDates?: string[];
  registration: { from: string; to: string; capacity: number; minStars: DemoStars | null } | null;
  booths?: { id: string; widthMetres: number; depthMetres: number; zone: string }[];
  registrations?: DemoRegistration[];
  promotions?: DemoPromotion[];
  outcomes?: DemoOutcome[];
};
