import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, BUYER, OFFICER, OTHER_OFFICER, OTHER_OWNER, OWNER, startApi } from '#test/support/api.ts';
import { startEngine, type TestEngine } from '#test/support/engine.ts';
import { certificateInput, producerInput, productInput } from '#test/support/journey.ts';
import { expectRowsDerived } from '#test/support/table.ts';

// A model of the product's life in the words of the contract, and random auditEvents of everybody against it and the API.

type State = 'draft' | 'submitted' | 'published' | 'suspended' | 'archived';
type Content = { name: string; priceVnd: number };
type Certified = { id: string; etag: string; issuedOn: string; stars: number; end: string; revoked: boolean };
type Model = {
  id: string;
  status: State;
  content: Content;
  face: Content | null;
  proposal: 'in-review' | 'changes-requested' | null;
  marks: Certified[];
};
type World = {
  api: Api;
  producer: { id: string; status: 'registered' | 'verified' | 'suspended'; name: string };
  products: Model[];
};

const OWNERS_VERBS = ['edit', 'submit', 'withdraw', 'archive', 'restore'] as const;
const OFFICERS_VERBS = ['approve', 'request-changes', 'suspend', 'reinstate'] as const;
const VERBS = [...OWNERS_VERBS, ...OFFICERS_VERBS] as const;
type Verb = (typeof OWNERS_VERBS)[number] | (typeof OFFICERS_VERBS)[number];

const CERTIFICATES = [
  { issuedOn: '2024-03-01', stars: 4, end: '2027-03-01', regime: '148/QĐ-TTg', level: 'province' },
  { issuedOn: '2025-08-01', stars: 3, end: '2028-08-01', regime: '148/QĐ-TTg', level: 'province' },
  { issuedOn: '2026-06-01', stars: 4, end: '2029-06-01', regime: '26/2026/QĐ-TTg', level: 'province' },
  { issuedOn: '2026-06-02', stars: 5, end: '2029-06-02', regime: '26/2026/QĐ-TTg', level: 'ministry' },
] as const;

const isPublic = ({ producer }: World, product: Model): boolean =>
  product.status === 'published' && product.face !== null && producer.status === 'verified';

const dayOf = (now: Date): string => new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);

/** The certificate issued last decides, and of two of one day the one entered last. */
const starOf = (product: Model, day: string): number | null => {
  const last = product.marks.reduce<Certified | undefined>((a, b) => (a && a.issuedOn > b.issuedOn ? a : b), undefined);
  return last && !last.revoked && last.issuedOn <= day && day <= last.end ? last.stars : null;
};

/** What the verb makes of the product, or undefined where its state does not allow it. */
const after = (world: World, product: Model, verb: Verb, content: Content): Model | undefined => {
  const { status, face, proposal } = product;
  const shelved = status === 'published' || status === 'suspended';
  const back = { ...product, content: face ?? product.content, proposal: null };
  switch (verb) {
    case 'edit':
      if (status === 'draft') return { ...product, content };
      return shelved ? { ...product, content, proposal: 'in-review' } : undefined;
    case 'submit':
      if (status === 'draft') return { ...product, status: 'submitted' };
      return shelved && proposal ? { ...product, proposal: 'in-review' } : undefined;
    case 'withdraw':
      if (status === 'submitted') return { ...product, status: 'draft' };
      return shelved && proposal ? back : undefined;
    case 'approve':
      if (world.producer.status !== 'verified') return undefined;
      if (status === 'submitted') return { ...product, status: 'published', face: product.content };
      return shelved && proposal === 'in-review' ? { ...product, face: product.content, proposal: null } : undefined;
    case 'request-changes':
      if (status === 'submitted') return { ...product, status: 'draft' };
      return shelved && proposal === 'in-review' ? { ...product, proposal: 'changes-requested' } : undefined;
    case 'suspend':
      return status === 'published' ? { ...product, status: 'suspended' } : undefined;
    case 'reinstate':
      return status === 'suspended' ? { ...product, status: 'published' } : undefined;
    case 'archive':
      return shelved && status === 'suspended'
        ? undefined
        : status === 'archived'
          ? undefined
          : { ...back, status: 'archived' };
    case 'restore':
      return status === 'archived' ? { ...product, status: face ? 'published' : 'draft' } : undefined;
  }
};

const bodyOf = (verb: Verb, content: Content): object | undefined => {
  if (verb === 'edit') return content;
  return verb === 'suspend' || verb === 'request-changes' ? { reason: 'Vì kiểm tra' } : undefined;
};

const ask = (api: Api, product: Model, verb: Verb, content: Content, as: string) => {
  const body = bodyOf(verb, content);
  const path = `/v1/products/${product.id}${verb === 'edit' ? '' : `/${verb}`}`;
  return api.ask(verb === 'edit' ? 'PATCH' : 'POST', path, {
    as,
    headers: { 'if-match': '*' },
    ...(body ? { body } : {}),
  });
};

type Operation = {
  kind: string;
  at: number;
  verb: Verb;
  stranger: number;
  name: string;
  priceVnd: number;
  which: number;
};

/** Strangers try any verb; who has the right to one mostly does what the state allows, so that every state is reached. */
const chosen = (world: World, product: Model, { verb, stranger, which }: Operation): { verb: Verb; as: string } => {
  const able = VERBS.filter((one) => after(world, product, one, product.content) !== undefined);
  const taken = stranger < 6 ? verb : (able[which % able.length] ?? verb);
  const rightful = (OWNERS_VERBS as readonly string[]).includes(taken) ? OWNER : OFFICER;
  const wrong = [BUYER, OTHER_OWNER, OTHER_OFFICER, rightful === OWNER ? OFFICER : OWNER];
  return { verb: taken, as: wrong[stranger] ?? rightful };
};

const verbOperation = async (world: World, operation: Operation): Promise<void> => {
  const { at, name, priceVnd } = operation;
  const index = at % world.products.length;
  const product = world.products[index] as Model;
  const { verb, as } = chosen(world, product, operation);
  const content = { name, priceVnd };
  const isOwners = (OWNERS_VERBS as readonly string[]).includes(verb);
  const rightful = isOwners ? as === OWNER : as === OFFICER;
  const reply = await ask(world.api, product, verb, content, as);
  if (!rightful) {
    const mayKnow = isPublic(world, product) || as === (isOwners ? OFFICER : OWNER);
    expect(reply.status, `${as} ${verb} ${reply.text}`).toBe(mayKnow ? 403 : 404);
    return;
  }
  const next = after(world, product, verb, content);
  expect(reply.status, `${verb} ${product.status} ${product.proposal} ${reply.text}`).toBe(next ? 200 : 409);
  if (next) world.products[index] = next;
};

const certifyOperation = async (world: World, { at, which }: Operation): Promise<void> => {
  const product = world.products[at % world.products.length] as Model;
  const { issuedOn, stars, end, regime, level } = CERTIFICATES[which % CERTIFICATES.length] ?? CERTIFICATES[0];
  const reply = await world.api.ask('POST', '/v1/certificates', {
    as: OFFICER,
    body: certificateInput(product.id, {
      number: `SO-${product.marks.length}`,
      issuedOn,
      decisionDate: issuedOn,
      stars,
      regime,
      issuer: { name: 'Cơ quan', level },
    }),
  });
  expect(reply.status, reply.text).toBe(201);
  product.marks.push({ id: reply.body.id, etag: reply.headers.etag ?? '', issuedOn, stars, end, revoked: false });
};

const revokeOperation = async (world: World, { at, which }: Operation): Promise<void> => {
  const product = world.products[at % world.products.length] as Model;
  const mark = product.marks[which % Math.max(1, product.marks.length)];
  if (!mark) return;
  const reply = await world.api.ask('POST', `/v1/certificates/${mark.id}/revoke`, {
    as: OFFICER,
    headers: { 'if-match': mark.etag },
    body: { decisionNumber: '9/QĐ', decisionDate: '2026-11-20', ground: 'c' },
  });
  expect(reply.status, reply.text).toBe(mark.revoked ? 412 : 200);
  mark.revoked = true;
};

const producerOperation = async (world: World, { kind, name }: Operation): Promise<void> => {
  const { producer, api } = world;
  if (kind === 'rename') {
    const reply = await api.ask('PATCH', `/v1/producers/${producer.id}`, {
      as: OFFICER,
      body: { name: `Cơ sở ${name}` },
    });
    expect(reply.status, reply.text).toBe(200);
    producer.name = `Cơ sở ${name}`;
    return;
  }
  const allowed = kind === 'verify' ? producer.status !== 'verified' : producer.status === 'verified';
  const body = kind === 'verify' ? {} : { body: { reason: 'Vì kiểm tra' } };
  const reply = await api.ask('POST', `/v1/producers/${producer.id}/${kind === 'verify' ? 'verify' : 'suspend'}`, {
    as: OFFICER,
    ...body,
  });
  expect(reply.status, reply.text).toBe(allowed ? 200 : 409);
  if (allowed) producer.status = kind === 'verify' ? 'verified' : 'suspended';
};

const perform = async (world: World, operation: Operation): Promise<void> => {
  if (operation.kind === 'verb') return verbOperation(world, operation);
  if (operation.kind === 'certify') return certifyOperation(world, operation);
  if (operation.kind === 'revoke') return revokeOperation(world, operation);
  if (operation.kind === 'wait') {
    world.api.clock.now = new Date(
      world.api.clock.now.getTime() + ([0.4, 30, 400][operation.which % 3] ?? 1) * 86_400_000,
    );
    return;
  }
  return producerOperation(world, operation);
};

const expectPublicVersion = async (world: World, product: Model, day: string): Promise<void> => {
  const page = await world.api.ask('GET', `/v1/products/${product.id}`);
  expect(page.status).toBe(isPublic(world, product) ? 200 : 404);
  if (page.status === 200) {
    expect(page.body).toMatchObject({ ...product.face, stars: starOf(product, day), status: 'published' });
    expect(page.body.producer.name).toBe(world.producer.name);
  }
  const own = await world.api.ask('GET', `/v1/me/products/${product.id}`, { as: OWNER });
  expect(own.body).toMatchObject({ ...product.content, status: product.status, stars: starOf(product, day) });
  expect(own.body.proposal?.state ?? null).toBe(product.proposal);
};

const expectWorld = async (world: World): Promise<void> => {
  const { api, producer, products } = world;
  const day = dayOf(api.clock.now);
  for (const product of products) await expectPublicVersion(world, product, day);
  expect((await api.ask('GET', `/v1/producers/${producer.id}`)).status).toBe(
    producer.status === 'verified' ? 200 : 404,
  );

  const visible = products
    .filter((product) => isPublic(world, product))
    .map((product) => ({
      id: product.id,
      name: product.face?.name,
      priceVnd: product.face?.priceVnd,
      stars: starOf(product, day),
      producer: { id: producer.id, name: producer.name },
    }));
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  for (const query of [
    { producer: producer.id },
    { province: '37' },
    { province: '37', sort: 'name' },
    { sort: 'newest' },
    { group: 'food' },
  ] as Record<string, string>[]) {
    const { body } = await api.ask('GET', '/v1/products', { query });
    const items = body.items.map(({ id, name, priceVnd, stars, producer: by }: Record<string, unknown>) => ({
      id,
      name,
      priceVnd,
      stars,
      producer: by,
    }));
    expect(items.sort(byId), JSON.stringify(query)).toEqual([...visible].sort(byId));
  }
  for (const stars of [3, 4, 5]) {
    const { body } = await api.ask('GET', '/v1/products', { query: { province: '37', stars } });
    expect(body.items.map(({ id }: { id: string }) => id).sort()).toEqual(
      visible
        .filter((one) => one.stars === stars)
        .map(({ id }) => id)
        .sort(),
    );
  }

  const waiting = products
    .filter(({ status, proposal }) => status === 'submitted' || proposal === 'in-review')
    .map(({ id }) => id);
  const reviews = await api.ask('GET', '/v1/reviews', { as: OFFICER, query: { limit: 100 } });
  expect(reviews.body.items.map(({ id }: { id: string }) => id).sort()).toEqual(
    [...waiting, ...(producer.status === 'registered' ? [producer.id] : [])].sort(),
  );

  const mine = await api.ask('GET', '/v1/me/products', { as: OWNER, query: { limit: 100 } });
  expect(
    mine.body.items.map(({ id, name, status, proposal, stars }: Record<string, unknown>) => ({
      id,
      name,
      status,
      proposal,
      stars,
    })),
  ).toEqual(
    products.map((product) => ({
      id: product.id,
      name: product.content.name,
      status: product.status,
      proposal: product.proposal,
      stars: starOf(product, day),
    })),
  );

  await expectRowsDerived(api);
};

const begin = async (engine: TestEngine): Promise<World> => {
  const api = await startApi({ engine, stream: false });
  const made = await api.ask('POST', '/v1/producers', { as: OWNER, body: producerInput() });
  expect(made.status, made.text).toBe(201);
  const products: Model[] = [];
  for (const name of ['Cơm cháy', 'Mắm tép']) {
    const reply = await api.ask('POST', '/v1/products', { as: OWNER, body: productInput(made.body.id, { name }) });
    expect(reply.status, reply.text).toBe(201);
    products.push({
      id: reply.body.id,
      status: 'draft',
      content: { name, priceVnd: reply.body.priceVnd },
      face: null,
      proposal: null,
      marks: [],
    });
  }
  return { api, producer: { id: made.body.id, status: 'registered', name: made.body.name }, products };
};

const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constantFrom(
    ...Array.from({ length: 18 }, () => 'verb'),
    ...['verify', 'verify', 'verify', 'suspend-producer', 'rename', 'certify', 'certify', 'revoke', 'wait'],
  ),
  at: fc.nat({ max: 1 }),
  verb: fc.constantFrom(...VERBS),
  stranger: fc.nat({ max: 19 }),
  name: fc.constantFrom('Cơm cháy', 'Cơm cháy chà bông', 'Mắm tép', 'Nem Yên Mạc'),
  priceVnd: fc.constantFrom(50_000, 60_000, 70_000),
  which: fc.nat({ max: 60 }),
});

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

it('keeps every face, queue, list, star and row in line with a plain model of the rules, whatever is done by whom', async () => {
  const reached = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 25, maxLength: 40 }), async (auditEvents) => {
      const world = await begin(engine);
      await expectWorld(world);
      for (const one of auditEvents) {
        await perform(world, one);
        await expectWorld(world);
        for (const { status, proposal } of world.products) reached.add(`${status} ${proposal}`);
      }
    }),
    { seed: 148, numRuns: 9, endOnFailure: true },
  );
  expect([...reached].sort()).toEqual([
    'archived null',
    'draft null',
    'published changes-requested',
    'published in-review',
    'published null',
    'submitted null',
    'suspended changes-requested',
    'suspended in-review',
    'suspended null',
  ]);
});
