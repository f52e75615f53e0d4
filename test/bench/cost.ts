import { itemsOf, products } from './catalogue.ts';
import { textTable } from './text-table.ts';

// Assumptions, in one place. Prices are US dollars of us-east-1, on demand, carried over from a note of 2026: check them
// against the price list before a budget rests on them. Units per operation are those that the capacity section prints.
const PRICES = {
  perMillionReads: 0.125,
  perMillionWrites: 0.625,
  perMillionHttp: 1,
  perMillionLambda: 0.2,
  perMillionGbSeconds: 13.3334,
  perGbMonth: 0.25,
};
// Prices of what protects the system are estimates: check them against the price list.
const PROTECTION = {
  firewallAndThreeRulesAMonth: 8,
  perMillionFirewall: 0.6,
  perMillionViewerFunctions: 0.1,
  twoSecretsAMonth: 0.8,
  alarm: 0.1,
  perBackupGbMonth: 0.1,
};
const SHARE = { list: 0.7, product: 0.29, write: 0.01 };
const UNITS = { list: 1, product: 1.5, write: 46, writeReads: 4 };
const LAMBDA = { seconds: 0.01, gigabytes: 1 };
const CACHED_AT_THE_EDGE = 0.9;
const ON_ONE_LIST = 0.3;
const PARTITION_READS = 3_000;
const SECONDS_A_MONTH = 30 * 86_400;
/** 35 nights and 12 months. */
const BACKUPS_KEPT = 47;

const CATALOGUES = [25_000, 200_000, 2_000_000];
const RATES = [10, 1_000, 20_000];

const percent = (share: number): string => `${Math.round(share * 100)}%`;

const bytesOf = (item: object): number =>
  Object.entries(item).reduce(
    (sum, [name, value]) => sum + name.length + Buffer.byteLength(Object.values(value as object)[0] as string),
    0,
  );

const bytesPerProduct = async (): Promise<number> => {
  const SAMPLE = 500;
  let bytes = 0;
  for await (const product of products(SAMPLE)) for (const item of itemsOf(product)) bytes += bytesOf(item);
  return bytes / SAMPLE;
};

const storageTable = (perProduct: number): string =>
  textTable(
    ['products', 'GB', '$ a month', 'RCU of a page'],
    CATALOGUES.map((size) => {
      const gigabytes = (size * perProduct) / 1e9;
      return [String(size), gigabytes.toFixed(1), (gigabytes * PRICES.perGbMonth).toFixed(2), UNITS.list.toFixed(1)];
    }),
  );

const monthly = (perSecond: number, reachOrigin: number): number => {
  const millions = (perSecond * SECONDS_A_MONTH) / 1e6;
  const reads = millions * (1 - SHARE.write) * reachOrigin;
  const writes = millions * SHARE.write;
  const readUnits = reads * ((SHARE.list * UNITS.list + SHARE.product * UNITS.product) / (SHARE.list + SHARE.product));
  const compute =
    (reads + writes) *
    (PRICES.perMillionHttp + PRICES.perMillionLambda + LAMBDA.seconds * LAMBDA.gigabytes * PRICES.perMillionGbSeconds);
  return (
    compute +
    (readUnits + writes * UNITS.writeReads) * PRICES.perMillionReads +
    writes * UNITS.write * PRICES.perMillionWrites
  );
};

const hottest = (perSecond: number, reachOrigin: number): number =>
  perSecond * SHARE.list * reachOrigin * ON_ONE_LIST * UNITS.list;

const loadTable = (reachOrigin: number): string =>
  textTable(
    [
      'requests a second',
      'at the origin',
      'Lambdas at once',
      'RCU/s of the hottest list',
      'of a partition',
      '$ a month',
    ],
    RATES.map((rate) => {
      const origin = rate * (SHARE.write + (1 - SHARE.write) * reachOrigin);
      const hot = hottest(rate, reachOrigin);
      return [
        String(rate),
        origin.toFixed(0),
        Math.ceil(origin * LAMBDA.seconds).toString(),
        hot.toFixed(0),
        percent(hot / PARTITION_READS),
        monthly(rate, reachOrigin).toFixed(0),
      ];
    }),
  );

const protectionTable = (): string =>
  textTable(
    ['requests a second', 'firewall, $ a month', "the edge's function, $ a month"],
    RATES.map((rate) => {
      const millions = (rate * SECONDS_A_MONTH) / 1e6;
      return [
        String(rate),
        (PROTECTION.firewallAndThreeRulesAMonth + millions * PROTECTION.perMillionFirewall).toFixed(0),
        (millions * PROTECTION.perMillionViewerFunctions).toFixed(0),
      ];
    }),
  );

const backupTable = (perProduct: number): string =>
  textTable(
    ['products', 'one full copy, GB', '47 full copies, $ a month'],
    CATALOGUES.map((size) => {
      const gigabytes = (size * perProduct) / 1e9;
      return [String(size), gigabytes.toFixed(1), (gigabytes * BACKUPS_KEPT * PROTECTION.perBackupGbMonth).toFixed(2)];
    }),
  );

/** The arithmetic of growth: storage by catalogue, and load, hottest partition and price by request rate. */
export const cost = async (): Promise<string> => {
  const perProduct = await bytesPerProduct();
  return [
    `A public product takes ${Math.round(perProduct)} bytes: its document and its rows.`,
    '',
    storageTable(perProduct),
    '',
    `Requests: ${percent(SHARE.list)} lists, ${percent(SHARE.product)} product pages, ${percent(SHARE.write)} writes of ${UNITS.write} WCU; ${percent(ON_ONE_LIST)} of all lists are one list.`,
    '',
    'Without the edge:',
    '',
    loadTable(1),
    '',
    `With ${percent(CACHED_AT_THE_EDGE)} of reads answered at the edge (the edge itself not priced):`,
    '',
    loadTable(1 - CACHED_AT_THE_EDGE),
    '',
    'What protects it, with every request at the edge:',
    '',
    protectionTable(),
    '',
    `The two secrets of the edge cost $${PROTECTION.twoSecretsAMonth.toFixed(2)} a month, an alarm $${PROTECTION.alarm.toFixed(2)}.`,
    '',
    'Backups of the table, were every copy a full one:',
    '',
    backupTable(perProduct),
  ].join('\n');
};
