import { describe, expect, it } from 'vitest';
import { requestImage } from '#shared/domain/images/image-transitions.ts';
import type { Product, ProductState } from '#shared/domain/products/product.ts';
import * as life from '#shared/domain/products/product-transitions.ts';
import { Problem } from '#shared/platform/problem.ts';
import { storedProduct } from '#test/support/catalogue.ts';

const base = await storedProduct({
  number: 1,
  name: 'Cơm cháy',
  criteriaSet: 8,
  place: { code: '14347', list: 'former' },
  producer: 1,
  status: 'published',
  visible: true,
  publishedAt: '2026-01-01T00:00:00.000Z',
  certificates: [],
});
const FIRST = '2026-01-01T00:00:00.000Z';
const operation = { at: '2026-02-02T00:00:00.000Z', by: 'someone', reason: 'Vì thế' };
const changed = { ...base.content, name: 'Cơm cháy chà bông' };

const product = (status: ProductState, proposal: Product['proposal'] = null): Product => {
  const hasFace = status !== 'draft' && status !== 'submitted';
  return {
    ...base,
    status,
    proposal,
    content: proposal ? changed : base.content,
    face: hasFace ? base.face : null,
    submittedAt: status === 'submitted' || proposal === 'in-review' ? FIRST : null,
  };
};

const VERBS: Record<string, (one: Product) => Product> = {
  edit: (one) => life.edit(one, changed, one.origin, operation),
  submit: (one) => life.submit(one, operation),
  withdraw: (one) => life.withdraw(one, operation),
  approve: (one) => life.approve(one, operation),
  'request-changes': (one) => life.requestChanges(one, operation),
  suspend: (one) => life.suspend(one, operation),
  recall: (one) => life.suspend(one, { ...operation, recall: true }),
  reinstate: (one) => life.reinstate(one, operation),
  archive: (one) => life.archive(one, operation),
  restore: (one) => life.restore(one, operation),
  'change the images of': (one) => requestImage(one, 'img_1', { contentType: 'image/jpeg' }, new Date(operation.at)),
};
const transitionNamed = (name: string): { to: readonly string[] } =>
  Object.values(life.TRANSITIONS).find((one) => one.verb.en === name) ?? { to: [] };
const REVISIONS = [null, 'in-review', 'changes-requested'] as const;
const STATES = ['draft', 'submitted', 'published', 'suspended', 'archived'] as const;

describe('a refused transition', () => {
  const transitions = Object.values(life.TRANSITIONS);
  const refused = transitions.flatMap(({ verb, from }) =>
    STATES.filter((state) => !(from as readonly string[]).includes(state)).map(
      (state) => [verb.en, state, from] as const,
    ),
  );
  it.each(refused)('%s of a %s product names the states that would allow it', (name, state, from) => {
    const one = product(state, state === 'published' ? 'in-review' : null);
    try {
      VERBS[name]?.(one);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Problem);
      const { code, detail } = error as Problem;
      expect(code).toBe('state_conflict');
      expect(detail?.en).toContain(`Cannot ${name} a product that is ${state}`);
      for (const allowed of from) expect(detail?.en).toContain(allowed);
      const verb = transitions.find((one) => one.verb.en === name)?.verb;
      expect(detail?.vi).toContain(`Không thể ${verb?.vi} khi`);
    }
  });

  it('covers every verb', () =>
    expect(transitions.map(({ verb }) => verb.en).sort()).toEqual(Object.keys(VERBS).sort()));

  it.each(['submit', 'withdraw', 'approve', 'request-changes'])(
    '%s of a published product needs a proposal',
    (verb) => {
      expect(() => VERBS[verb]?.(product('published'))).toThrow('state_conflict');
      expect(() => VERBS[verb]?.(product('suspended'))).toThrow('state_conflict');
    },
  );

  it.each(['approve', 'request-changes'])('%s needs a proposal that is in review', (verb) => {
    expect(() => VERBS[verb]?.(product('published', 'changes-requested'))).toThrow('state_conflict');
  });
});

describe('a transition', () => {
  it('changes neither what it was given nor the id, slug, producer, certificates or day of making', () => {
    for (const [name, verb] of Object.entries(VERBS)) {
      for (const state of STATES) {
        for (const proposal of state === 'published' || state === 'suspended' ? REVISIONS : [null]) {
          const one = product(state, proposal);
          const before = JSON.stringify(one);
          let after: Product;
          try {
            after = verb(one);
          } catch {
            continue;
          }
          expect(JSON.stringify(one), name).toBe(before);
          expect([name, transitionNamed(name).to]).toEqual([name, expect.arrayContaining([after.status])]);
          const { id, slug, producer, certificates, createdAt } = after;
          expect({ id, slug, producer, certificates, createdAt }).toEqual({
            id: one.id,
            slug: one.slug,
            producer: one.producer,
            certificates: one.certificates,
            createdAt: one.createdAt,
          });
          // What waits for an officer has the moment since when, and nothing else has it.
          const waits = after.status === 'submitted' || after.proposal === 'in-review';
          expect([name, state, proposal, after.submittedAt !== null]).toEqual([name, state, proposal, waits]);
        }
      }
    }
  });

  it('never touches the face but by an approval', () => {
    for (const [name, verb] of Object.entries(VERBS)) {
      if (name === 'approve') continue;
      for (const state of ['published', 'suspended'] as const) {
        for (const proposal of REVISIONS) {
          const one = product(state, proposal);
          try {
            expect(verb(one).face).toEqual(one.face);
          } catch (error) {
            expect(error).toBeInstanceOf(Problem);
          }
        }
      }
    }
  });

  it('to approved keeps the day of the first publication', () => {
    expect(life.approve(product('submitted'), operation).face).toMatchObject({
      publishedAt: operation.at,
      updatedAt: operation.at,
    });
    expect(life.approve(product('published', 'in-review'), operation).face).toMatchObject({
      content: { name: 'Cơm cháy chà bông' },
      publishedAt: FIRST,
      updatedAt: operation.at,
    });
    expect(life.approve(product('suspended', 'in-review'), operation).status).toBe('suspended');
  });

  it('to submitted of what is in review already is nothing', () => {
    const one = product('published', 'in-review');
    expect(life.submit(one, operation)).toBe(one);
  });

  it('to archived drops the proposal, and restored it shows the approved face', () => {
    const archived = life.archive(product('published', 'in-review'), operation);
    expect(archived).toMatchObject({ status: 'archived', proposal: null, content: { name: 'Cơm cháy' } });
    expect(life.restore(archived, operation)).toMatchObject({ status: 'published', content: { name: 'Cơm cháy' } });
    expect(life.restore(life.archive(product('submitted'), operation), operation).status).toBe('draft');
  });
});
