// What the parts of a verb are called for each kind of document. A name that is not in the code any more fails the types of
// the generated verb, which test/infra/new-verb.test.ts checks for every entry.

/** Whom a verb is for. */
export const AUDIENCES = ['members', 'officers', 'members and officers'] as const;
export type Audience = (typeof AUDIENCES)[number];

type Loader = { import: string; statement: string };

/** The code around a change of one kind of document; `stored` is the variable of the stored document in a service verb. */
export type VerbDocument = {
  functionName: string;
  feature: string;
  noun: string;
  /** The prefix of its audit actions. */
  subject: string;
  stored: string;
  loaders: Partial<Record<Audience, Loader>>;
  decision: {
    imports: string[];
    parameters: string;
    type: string;
    stateType: string;
    /** The states that allow a new verb until its author says otherwise. */
    states: string[];
    guard: (transition: string) => string;
    arguments: string;
  };
  /** The constant of `messages.ts` with the names of the transitions. */
  verbNames: string;
  save: { imports: string[]; call: (details: string) => string };
  ifMatch: boolean;
  contract: { tag: Partial<Record<Audience, string>>; schema: string; schemaFrom: string };
  cases: {
    file: string;
    variable: string;
    audience: Partial<Record<Audience, string>>;
    scenes: (action: string, caller: string) => string;
  };
  /** For the test: code that makes the document's `id`, and the action that leads to a state in which the verb is refused. */
  test: { imports: string[]; given: string; ending: { action: string; caller: string; state: string } };
};

const MEMBERSHIP = '#shared/services/access/membership.ts';
const OFFICE = '#shared/services/access/office.ts';
const JOURNEY = '#test/support/journey.ts';

const loader = (name: string, from: string, pattern: string): Loader => ({
  import: `import { ${name} } from '${from}';`,
  statement: `const ${pattern} = await ${name}(context, id);`,
});

const SAME_AUDIENCE = { members: 'members', officers: 'officers', 'members and officers': 'members and officers' };

/** The kinds of documents by their resource, the name of the routes file. */
export const DOCUMENTS: Readonly<Record<string, VerbDocument>> = {
  products: {
    functionName: 'backoffice',
    feature: 'products',
    noun: 'product',
    subject: 'product',
    stored: 'product',
    loaders: {
      members: loader('loadOwnProduct', MEMBERSHIP, '{ product }'),
      officers: loader('loadProductAsOfficer', OFFICE, 'product'),
      'members and officers': loader('loadProductToModerate', MEMBERSHIP, 'product'),
    },
    decision: {
      imports: [
        `import type { Product, ProductState } from './product.ts';`,
        `import { allow } from './product-transitions.ts';`,
      ],
      parameters: 'product: Product, { at }: Attribution',
      type: 'Product',
      stateType: 'ProductState',
      states: ['draft', 'submitted', 'published', 'suspended'],
      guard: (transition) => `allow(product, ${transition})`,
      arguments: 'product.value, attributionOf(context, reason)',
    },
    verbNames: 'PRODUCT_VERBS',
    save: {
      imports: [`import { saveProduct } from '#shared/services/products/internal/save-product.ts';`],
      call: (details) => `saveProduct(context, product, after, ${details})`,
    },
    ifMatch: true,
    contract: {
      tag: { members: 'Producers', officers: 'Officers', 'members and officers': 'Producers' },
      schema: 'WorkingProduct',
      schemaFrom: '#shared/contract/responses.ts',
    },
    cases: {
      file: 'test/support/cases-products.ts',
      variable: 'productCases',
      audience: SAME_AUDIENCE,
      scenes: (action, caller) =>
        `action('${action}', ${caller}, [['a published product', true, published], ['a draft', false, drafted]])`,
    },
    test: {
      imports: [`import { publishedProduct, verifiedProducer } from '${JOURNEY}';`],
      given: 'const { id } = await publishedProduct(api, await verifiedProducer(api));',
      ending: { action: 'archive', caller: 'OWNER', state: 'archived' },
    },
  },
  producers: {
    functionName: 'backoffice',
    feature: 'producers',
    noun: 'producer',
    subject: 'producer',
    stored: 'producer',
    loaders: {
      members: loader('loadOwnProducer', MEMBERSHIP, 'producer'),
      officers: loader('loadProducerAsOfficer', OFFICE, 'producer'),
      'members and officers': loader('loadProducerToChange', MEMBERSHIP, '{ producer }'),
    },
    decision: {
      imports: [
        `import { requireState } from '#shared/domain/transition.ts';`,
        `import type { Producer } from './producer.ts';`,
        `import { producerConflictText } from './producer-transitions.ts';`,
      ],
      parameters: 'producer: Producer, { at }: Attribution',
      type: 'Producer',
      stateType: `Producer['status']`,
      states: ['registered', 'verified'],
      guard: (transition) => `requireState(producerConflictText, producer.status, ${transition})`,
      arguments: 'producer.value, attributionOf(context, reason)',
    },
    verbNames: 'PRODUCER_VERBS',
    save: {
      imports: [`import { saveProducer, workingCopy } from '#shared/services/producers/internal/save-producer.ts';`],
      call: (details) => `workingCopy(await saveProducer(context, producer, after, ${details}))`,
    },
    ifMatch: false,
    contract: {
      tag: { members: 'Producers', officers: 'Officers', 'members and officers': 'Producers' },
      schema: 'WorkingProducer',
      schemaFrom: '#shared/contract/responses.ts',
    },
    cases: {
      file: 'test/support/cases-producers.ts',
      variable: 'producerCases',
      audience: SAME_AUDIENCE,
      scenes: (action, caller) => `onProducer(${caller}, (id) => \`/v1/producers/\${id}/${action}\`)`,
    },
    test: {
      imports: [`import { verifiedProducer } from '${JOURNEY}';`],
      given: 'const id = await verifiedProducer(api);',
      ending: { action: 'suspend', caller: 'OFFICER', state: 'suspended' },
    },
  },
  'sales-points': {
    functionName: 'backoffice',
    feature: 'sales-points',
    noun: 'sales point',
    subject: 'sales-point',
    stored: 'point',
    loaders: {
      members: loader('loadOwnSalesPoint', MEMBERSHIP, 'point'),
      officers: loader('loadSalesPointAsOfficer', OFFICE, 'point'),
      'members and officers': loader('loadSalesPointToChange', MEMBERSHIP, 'point'),
    },
    decision: {
      imports: [
        `import { requireState } from '#shared/domain/transition.ts';`,
        `import type { SalesPoint } from './sales-point.ts';`,
        `import { salesPointConflictText } from './sales-point-transitions.ts';`,
      ],
      parameters: 'point: SalesPoint, { at }: Attribution',
      type: 'SalesPoint',
      stateType: `SalesPoint['status']`,
      states: ['proposed', 'active'],
      guard: (transition) => `requireState(salesPointConflictText, point.status, ${transition})`,
      arguments: 'point.value, attributionOf(context, reason)',
    },
    verbNames: 'SALES_POINT_VERBS',
    save: {
      imports: [`import { saveAndPropagate } from '#shared/services/sales-points/internal/propagate-sales-point.ts';`],
      call: (details) => `saveAndPropagate(context, point, after, ${details})`,
    },
    ifMatch: true,
    contract: {
      tag: { members: 'Sales points', officers: 'Officers', 'members and officers': 'Sales points' },
      schema: 'WorkingSalesPoint',
      schemaFrom: '#shared/contract/sales-points.ts',
    },
    cases: {
      file: 'test/support/cases-sales-points.ts',
      variable: 'salesPointCases',
      audience: SAME_AUDIENCE,
      scenes: (action, caller) =>
        `onPoint(${caller}, [['an active sales point', true, activePoint], ['a proposed sales point', false, proposedPoint]], (id) => \`/v1/sales-points/\${id}/${action}\`)`,
    },
    test: {
      imports: [`import { activeSalesPoint } from '${JOURNEY}';`],
      given: 'const { id } = await activeSalesPoint(api);',
      ending: { action: 'pause', caller: 'OFFICER', state: 'paused' },
    },
  },
  events: {
    functionName: 'events',
    feature: 'events',
    noun: 'event',
    subject: 'event',
    stored: 'stored',
    loaders: { officers: loader('loadEventAsOfficer', OFFICE, 'stored') },
    decision: {
      imports: [
        `import type { Day } from '#shared/platform/vietnam-day.ts';`,
        `import type { Event, VisibleEventState } from './event.ts';`,
        `import { requireEventState } from './event-transitions.ts';`,
      ],
      parameters: 'event: Event, today: Day, { at }: Attribution',
      type: 'Event',
      stateType: 'VisibleEventState',
      states: ['draft', 'published', 'ongoing'],
      guard: (transition) => `requireEventState(event, today, ${transition})`,
      arguments: 'stored.value, context.today, attributionOf(context, reason)',
    },
    verbNames: 'EVENT_VERBS',
    save: {
      imports: [`import { saveEvent } from '#shared/services/events/internal/save-event.ts';`],
      call: (details) => `saveEvent(context, stored, after, ${details})`,
    },
    ifMatch: true,
    contract: { tag: { officers: 'Events' }, schema: 'WorkingEvent', schemaFrom: '#shared/contract/events.ts' },
    cases: {
      file: 'test/support/cases-events.ts',
      variable: 'eventCases',
      audience: { officers: 'organisers' },
      scenes: (action) => `onEvent([DRAFT, ANNOUNCED], (id) => \`/v1/events/\${id}/${action}\`)`,
    },
    test: {
      imports: [`import { publishedEvent } from '#test/support/cases-events.ts';`],
      given: 'const { id } = await publishedEvent(api);',
      ending: { action: 'cancel', caller: 'OFFICER', state: 'cancelled' },
    },
  },
};
