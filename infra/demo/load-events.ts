import { demoEvents } from '#infra/demo/data/events.ts';
import { demoProducers } from '#infra/demo/data/producers.ts';
import { demoProducts } from '#infra/demo/data/products.ts';
import type { DemoEvent, DemoOutcome, DemoPromotion, DemoRegistration } from '#infra/demo/data/types.ts';
import { CreateEvent } from '#shared/domain/events/event-input.ts';
import { provinceOffice } from '#shared/domain/offices/office.ts';
import { ReportOutcome } from '#shared/domain/outcomes/outcome-input.ts';
import { CreatePromotion } from '#shared/domain/promotions/promotion-input.ts';
import { Register } from '#shared/domain/registrations/registration-input.ts';
import { addDays } from '#shared/platform/vietnam-day.ts';
import { createEvent } from '#shared/services/events/create-event.ts';
import { publishEvent } from '#shared/services/events/publish-event.ts';
import { reportOutcome } from '#shared/services/outcomes/report-outcome.ts';
import { createPromotion } from '#shared/services/promotions/create-promotion.ts';
import { assignBooth } from '#shared/services/registrations/booths.ts';
import { registerForEvent } from '#shared/services/registrations/register-for-event.ts';
import { forAll, type Loader } from './loader.ts';

/** All of them belong to this province's office, which is also the successor of the study tour's office. */
const PROVINCE = '37';
const OFFICER = 'officer-ninh-binh';

/** The ids of the demo's producers, products and sales points by their keys. */
export type DemoIds = Record<'producers' | 'products' | 'salesPoints', ReadonlyMap<string, string>>;

const idIn = (ids: ReadonlyMap<string, string>, key: string): string => {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`the demo has no ${key}`);
  return id;
};

const memberOf = (producer: string | undefined): string => {
  const [member] = demoProducers.find(({ key }) => key === producer)?.members ?? [];
  if (member === undefined) throw new Error(`the demo has no producer ${producer}`);
  return member;
};
const makerOf = (product: string): string => memberOf(demoProducts.find(({ key }) => key === product)?.producer);

type Step = { loader: Loader; ids: DemoIds; key: string; event: string };

const signUp = async ({ loader, ids, key, event }: Step, one: DemoRegistration): Promise<void> => {
  if ('subject' in one) {
    const { subject, ...person } = one;
    await loader.once(`registration:${key}:${subject}`, subject, (context) =>
      registerForEvent(context, event, Register.parse(person)),
    );
    return;
  }
  const { product, booth, note } = one;
  const made = await loader.once(`registration:${key}:${product}`, makerOf(product), (context) =>
    registerForEvent(context, event, Register.parse({ product: idIn(ids.products, product), note })),
  );
  if (booth === undefined) return;
  await loader.once(`booth:${key}:${booth}`, OFFICER, (context) => assignBooth(context, { event, booth }, made.id));
};

const midnight = (day: string): string => `${day}T00:00:00+07:00`;

const promote = async ({ loader, ids, key, event }: Step, one: DemoPromotion): Promise<void> => {
  const { product, priceVnd, fromDate, toDate, salesPoints, booths, total } = one;
  const input = CreatePromotion.parse({
    event,
    product: idIn(ids.products, product),
    priceVnd,
    from: midnight(fromDate),
    to: midnight(addDays(toDate, 1)),
    salesPoints: salesPoints.map((point) => idIn(ids.salesPoints, point)),
    booths,
    limits: { total },
  });
  await loader.once(`promotion:${key}:${product}`, makerOf(product), (context) => createPromotion(context, input));
};

const reportOutcomeOf = async (
  { loader, ids, key, event }: Step,
  { producer, ...outcome }: DemoOutcome,
): Promise<void> => {
  const by = producer === undefined ? OFFICER : memberOf(producer);
  const input = ReportOutcome.parse({
    ...(producer === undefined ? {} : { producer: idIn(ids.producers, producer) }),
    ...outcome,
  });
  await loader.once(`outcome:${key}:${producer ?? 'event'}`, by, (context) => reportOutcome(context, event, input));
};

const bodyOf = ({ stops, registration, ...given }: DemoEvent, ids: DemoIds): CreateEvent => {
  const { key: _, organizer, registrations: __, promotions: ___, outcomes: ____, legalBasis, ...content } = given;
  return CreateEvent.parse({
    ...content,
    office: provinceOffice(PROVINCE),
    organizer: { name: organizer },
    ...(legalBasis ? { legalBasis } : {}),
    ...(registration ? { registration } : {}),
    ...(stops
      ? {
          stops: stops.map(({ name, producer, salesPoint }) => ({
            name,
            ...(producer === undefined ? {} : { producer: idIn(ids.producers, producer) }),
            ...(salesPoint === undefined ? {} : { salesPoint: idIn(ids.salesPoints, salesPoint) }),
          })),
        }
      : {}),
  });
};

const isWithin = (window: DemoEvent['registration'], day: string): boolean =>
  window !== null && window.from <= day && day <= window.to;

const loadEvent = async (loader: Loader, given: DemoEvent, ids: DemoIds): Promise<void> => {
  const { key, registrations = [], promotions = [], outcomes = [] } = given;
  const made = await loader.once(`event:${key}`, OFFICER, (context) => createEvent(context, bodyOf(given, ids)));
  const event = made.body.id;
  await loader.once(`publish-event:${key}`, OFFICER, (context) => publishEvent(context, event));
  const step: Step = { loader, ids, key, event };
  // The events have fixed days, so a later load creates them in their state on that day.
  if (isWithin(given.registration, loader.today)) {
    for (const one of registrations) await signUp(step, one);
    for (const one of promotions) if (loader.today <= one.toDate) await promote(step, one);
  }
  if (given.startDate <= loader.today) for (const one of outcomes) await reportOutcomeOf(step, one);
};

/** Loads the demo's events with their registrations and promotions, and the outcomes of the finished one. */
export const loadEvents = (loader: Loader, ids: DemoIds): Promise<void> =>
  forAll(demoEvents, (event) => loadEvent(loader, event, ids));
