import { demoEvents } from '#infra/demo/data/events.ts';
import { demoProducers } from '#infra/demo/data/producers.ts';
import { demoProducts } from '#infra/demo/data/products.ts';
import { demoSalesPoints } from '#infra/demo/data/sales-points.ts';
import type { DemoCertificate, DemoIssuers, DemoProducer, DemoProduct } from '#infra/demo/data/types.ts';
import { MINISTRY_OFFICE, provinceOffice } from '#shared/domain/offices/office.ts';
import { provincesAt } from '#shared/domain/places/provinces.ts';
import { RegisterProducer } from '#shared/domain/producers/producer-input.ts';
import { CreateProduct } from '#shared/domain/products/product-input.ts';
import { CreateCertificate } from '#shared/domain/recognition/certificate-input.ts';
import { type Regime, regimesInForce } from '#shared/domain/recognition/regimes.ts';
import type { TableSettings } from '#shared/platform/env.ts';
import { addMonths } from '#shared/platform/vietnam-day.ts';
import type { Context, Working } from '#shared/services/kernel/context.ts';
import { openOffice } from '#shared/services/offices/open-office.ts';
import { registerProducer } from '#shared/services/producers/register-producer.ts';
import { verifyProducer } from '#shared/services/producers/verify-producer.ts';
import { approveProduct } from '#shared/services/products/approve-product.ts';
import { createProduct } from '#shared/services/products/create-product.ts';
import { submitProduct } from '#shared/services/products/submit-product.ts';
import { createCertificate } from '#shared/services/recognition/create-certificate.ts';
import { revokeCertificate } from '#shared/services/recognition/revoke-certificate.ts';
import { loadEvents } from './load-events.ts';
import { loadSalesPoints } from './load-sales-points.ts';
import { CENTRAL_OFFICER, createLoader, forAll, type Loader } from './loader.ts';

const OFFICERS: Record<string, string[]> = { '37': ['officer-ninh-binh'], '38': ['officer-thanh-hoa'] };

const EVIDENCE = 'Dữ liệu minh họa, không phải giấy chứng nhận thật. / Illustrative data, not a real certificate.';

const openOffices = async (system: Context): Promise<void> => {
  await openOffice(
    system,
    { id: MINISTRY_OFFICE, name: 'Văn phòng Điều phối nông thôn mới Trung ương', territory: 'VN' },
    [CENTRAL_OFFICER],
  );
  for (const { code, fullName } of provincesAt(system.today)) {
    const office = {
      id: provinceOffice(code),
      name: `Văn phòng Điều phối nông thôn mới ${fullName.charAt(0).toLowerCase()}${fullName.slice(1)}`,
      territory: code,
    };
    await openOffice(system, office, OFFICERS[code] ?? []);
  }
};

const issuedOn = (today: string, issued: DemoCertificate['issuedMonthsAgo']): string => {
  if (issued === 'ends-today') return addMonths(today, -36);
  return addMonths(today, issued === 'lapsed' ? -40 : -issued);
};

const issuerOf = (issuers: DemoIssuers, regime: Regime, stars: 3 | 4 | 5, day: string) => {
  const recogniser = regime.recognisedBy[stars];
  if (recogniser === 'ministry' || recogniser === 'central')
    return { name: issuers.ministry, level: 'ministry' as const };
  if (recogniser === 'district' && issuers.district) return { name: issuers.district, level: 'district' as const };
  return { name: day < '2025-07-01' ? issuers.provinceUntilJune2025 : issuers.province, level: 'province' as const };
};

const certificateOf = (product: DemoProduct, id: string, given: DemoCertificate, today: string): CreateCertificate => {
  const day = issuedOn(today, given.issuedMonthsAgo);
  const regime = regimesInForce(day).at(-1);
  if (!regime) throw new Error(`no regime was in force on ${day}`);
  return CreateCertificate.parse({
    product: id,
    number: given.number,
    decisionNumber: given.decisionNumber,
    decisionDate: day,
    issuer: issuerOf(given.issuers, regime, given.stars, day),
    regime: regime.id,
    criteriaSet: product.criteriaSet,
    stars: given.stars,
    issuedOn: day,
    evidence: EVIDENCE,
    ...(given.scores ? { scores: given.scores } : {}),
  });
};

const loadCertificate = async (
  loader: Loader,
  product: DemoProduct,
  id: string,
  given: DemoCertificate,
): Promise<void> => {
  const step = `certificate:${product.key}`;
  const certificate = await loader.once(step, CENTRAL_OFFICER, (context) =>
    createCertificate(context, certificateOf(product, id, given, loader.today)),
  );
  const { revoked } = given;
  if (!revoked) return;
  const { decisionNumber, ground, monthsAgo } = revoked;
  await loader.once(`revoke:${product.key}`, CENTRAL_OFFICER, (context) =>
    revokeCertificate(context, certificate.body.id, {
      decisionNumber,
      ground,
      decisionDate: addMonths(loader.today, -monthsAgo),
    }),
  );
};

const loadProduct = async (loader: Loader, product: DemoProduct, producer: string, owner: string): Promise<string> => {
  const { key, certificate, producer: _, ...content } = product;
  const made: Working<{ id: string }> = await loader.once(`product:${key}`, owner, (context) =>
    createProduct(context, CreateProduct.parse({ ...content, producer })),
  );
  const { id } = made.body;
  await loader.once(`submit:${key}`, owner, (context) => submitProduct(context, id, undefined));
  await loader.once(`approve:${key}`, CENTRAL_OFFICER, (context) => approveProduct(context, id, undefined));
  if (certificate) await loadCertificate(loader, product, id, certificate);
  return id;
};

/** Ids of the demo by their keys. */
type Ids = Map<string, string>;

const loadProducer = async (
  loader: Loader,
  { key, members, ...registration }: DemoProducer,
  { producers, products }: { producers: Ids; products: Ids },
): Promise<void> => {
  const [owner] = members;
  const registered = await loader.once(`producer:${key}`, owner, (context) =>
    registerProducer(context, RegisterProducer.parse(registration)),
  );
  const { id } = registered.body;
  producers.set(key, id);
  await loader.once(`verify:${key}`, CENTRAL_OFFICER, (context) => verifyProducer(context, id, undefined));
  for (const product of demoProducts.filter(({ producer }) => producer === key))
    products.set(product.key, await loadProduct(loader, product, id, owner));
};

/**
 * Loads the first data through the verbs of the API: always the offices with the demo's officers, and with `demo` the
 * producers, products, certificates, events and sales points with their stock. An interrupted load continues where it
 * stopped.
 */
export const loadDemo = async (options: {
  settings: TableSettings;
  demo: boolean;
  log: (line: string) => void;
}): Promise<void> => {
  const loader = createLoader(options.settings);
  await openOffices(loader.system);
  if (!options.demo) return;
  const producers: Ids = new Map();
  const products: Ids = new Map();
  await forAll(demoProducers, (producer) => loadProducer(loader, producer, { producers, products }));
  options.log(`${demoProducers.length} producers and ${demoProducts.length} products of the demo are loaded`);
  const salesPoints = await loadSalesPoints(loader, products);
  options.log(`${demoSalesPoints.length} sales points of the demo are loaded with their stock`);
  await loadEvents(loader, { producers, products, salesPoints });
  options.log(`${demoEvents.length} events of the demo are loaded`);
};
