import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BundleReport, buildFunctions, FUNCTION_NAMES, type FunctionName } from '#infra/build/bundles.ts';
import { ensureSynthesized } from '#infra/build/ensure-synthesized.ts';
import { COUNTRY, keys } from '#shared/data/table/keys.ts';
import type { Key } from '#shared/data/table/reader.ts';
import { type Assembly, readAssembly, type Statement, statementsOfRole } from './assembly.ts';

/** Every key of the table, and whether answers to anybody are made of what lies under it. */
const AUDIENCE: Record<keyof typeof keys, [audience: 'public' | 'private', keys: Key[]]> = {
  document: ['public', ['prd_1', 'pdc_1', 'crt_1', 'spt_1', 'evt_1', 'pro_1'].map(keys.document)],
  personalNumber: ['private', [keys.personalNumber('pdc_1')]],
  claim: ['public', [keys.claim('slug', 'gao-nep')]],
  membership: ['private', [keys.membership('buyer-1', 'pdc_1')]],
  audit: ['private', [keys.audit('prd_1', '2026-11-28T00:00:00Z', '1')]],
  idempotency: ['private', [keys.idempotency('scope')]],
  productOf: ['private', [keys.productOf('pdc_1', 'prd_1')]],
  review: ['private', [keys.review('37', '2026-11-28', 'prd_1'), keys.review(COUNTRY, '2026-11-28', 'prd_1')]],
  certificate: ['private', [keys.certificate('37', '2026-11-28', 'crt_1')]],
  stockLevel: ['public', [keys.stockLevel('spt_1', 'prd_1')]],
  ledger: ['private', [keys.ledger('spt_1', 'request', 0, 0)]],
  available: ['public', [keys.available('prd_1', 'curve', 'spt_1')]],
  pointByPlace: ['public', [keys.pointByPlace('37', 'curve', 'spt_1')]],
  pointByName: ['public', [keys.pointByName(COUNTRY, 'name')]],
  pausedPoint: ['public', [keys.pausedPoint('37', 'name')]],
  eventByMonth: ['public', [keys.eventByMonth('37', '2026-12', '2026-12-01', 'evt_1')]],
  head: ['public', [keys.head('evt_1')]],
  face: ['public', [keys.face('prd_1')]],
  eventOf: ['private', [keys.eventOf('off_37', '2026-12-01', 'evt_1')]],
  outcome: ['private', [keys.outcome('evt_1', 'pdc_1')]],
  outcomeOfYear: ['private', [keys.outcomeOfYear('37', '2026-12-01', 'evt_1')]],
  roll: ['public', [keys.roll('evt_1')]],
  ticket: ['private', [keys.ticket('evt_1', 1)]],
  registrationOf: [
    'private',
    [keys.registrationOf({ producer: 'pdc_1' }, 'reg_1'), keys.registrationOf({ subject: 'buyer-1' }, 'reg_1')],
  ],
  rateCounter: ['private', [keys.rateCounter('x')]],
  registrationCount: ['private', [keys.registrationCount('prd_1')]],
  endedRegistration: ['private', [keys.endedRegistration('evt_1', 'reg_1')]],
  booth: ['private', [keys.booth('evt_1', 'A1')]],
  visit: ['private', [keys.visit('evt_1', 'reg_1', '2026-12-01')]],
  secret: ['private', [keys.secret('evt_1')]],
  promotionOf: ['public', [keys.promotionOf('prd_1', 0, 'pro_1')]],
  promotionCount: ['public', [keys.promotionCount('prd_1')]],
  promotionAt: ['public', [keys.promotionAt('evt_1', 'pro_1')]],
  unfinished: ['private', [keys.unfinished('pdc_1')]],
  unfinishedPlacement: ['private', [keys.unfinishedPlacement('prd_1', 'token')]],
  shelf: ['public', [keys.shelf('spt_1', 'prd_1')]],
  unfinishedShelf: ['private', [keys.unfinishedShelf('task')]],
  unfinishedFiles: ['private', [keys.unfinishedFiles('img_1', 'digest')]],
};

/** Private items under keys that are public for other names. */
const PRIVATE_NAMES = [keys.document('reg_1'), keys.claim('registration', 'x'), keys.claim('registration-count', 'x')];

const scratch = mkdtempSync(join(tmpdir(), 'ocop-rights-'));
let assembly: Assembly;
let bundles: BundleReport[];

beforeAll(async () => {
  const [{ outDir }, reports] = await Promise.all([
    ensureSynthesized({ log: () => {} }),
    buildFunctions({ outDir: join(scratch, 'bundles') }),
  ]);
  assembly = readAssembly(outDir);
  bundles = reports;
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const statementsOf = (name: FunctionName): Statement[] => {
  const found = assembly
    .resources<{ Role: { 'Fn::GetAtt': [string, string] } }>('AWS::Lambda::Function')
    .find(({ id }) => id.toLowerCase().startsWith(name));
  if (!found) throw new Error(`There is no function ${name}.`);
  return statementsOfRole(assembly, found.properties.Role['Fn::GetAtt'][0]);
};

type Denial = { Condition: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': string | string[] } } };

/** Whether a role is denied an action on a partition, by IAM's rules of StringLike. */
const isDenied = (statements: Statement[], action: string, { pk }: Key): boolean =>
  statements
    .filter(({ Effect, Action }) => Effect === 'Deny' && Action.includes(action))
    .flatMap(({ Condition }) => (Condition as Denial['Condition'])['ForAnyValue:StringLike']['dynamodb:LeadingKeys'])
    .some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(pk));

const allowedActions = (statements: Statement[]): string[] =>
  statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => Action)
    .filter((action) => action.startsWith('dynamodb:'));

const bundlesWith = (source: string): string[] =>
  bundles.filter(({ inputs }) => inputs.includes(source)).map(({ name }) => name);

describe('the function that answers buyers', () => {
  it.each(Object.entries(AUDIENCE))('may read %s where it is public, and only there', (_, [audience, samples]) => {
    const statements = statementsOf('catalog');
    for (const action of ['dynamodb:GetItem', 'dynamodb:Query'])
      for (const key of samples)
        expect([key.pk, isDenied(statements, action, key)]).toEqual([key.pk, audience === 'private']);
  });

  it('may not read private items that share a kind of key with public ones', () => {
    const statements = statementsOf('catalog');
    for (const key of PRIVATE_NAMES)
      expect([key.pk, isDenied(statements, 'dynamodb:GetItem', key)]).toEqual([key.pk, true]);
  });
});

describe('the function that decodes photos', () => {
  it.each(Object.entries(AUDIENCE))(
    'may use %s only as a change of a product needs it',
    (name, [audience, samples]) => {
      const needed = [
        'audit',
        'productOf',
        'unfinished',
        'unfinishedFiles',
        'unfinishedPlacement',
        'unfinishedShelf',
      ].includes(name);
      const statements = statementsOf('images');
      const denied = name === 'stockLevel' || (audience === 'private' && !needed);
      for (const action of allowedActions(statements))
        for (const key of samples)
          expect([key.pk, action, isDenied(statements, action, key)]).toEqual([key.pk, action, denied]);
    },
  );
});

describe('personal numbers and the keys of passes', () => {
  it('are used by the code of one function each', () => {
    expect(bundlesWith('shared/services/producers/internal/personal-number.ts')).toEqual(['backoffice']);
    expect(bundlesWith('shared/services/registrations/internal/pass-key.ts')).toEqual(['events']);
  });

  it.each(FUNCTION_NAMES)('are denied to %s, unless its code uses them', (name) => {
    const statements = statementsOf(name);
    for (const action of allowedActions(statements)) {
      const isRead = ['dynamodb:GetItem', 'dynamodb:Query'].includes(action);
      // Nobody reads a personal number, also not who writes it.
      const mayUsePersonal = name === 'backoffice' && !isRead;
      const verdict = [keys.personalNumber('pdc_1'), keys.secret('evt_1')].map((key) =>
        isDenied(statements, action, key),
      );
      expect([name, action, ...verdict]).toEqual([name, action, !mayUsePersonal, name !== 'events']);
    }
  });

  it('are denied through indexes too', () => {
    for (const name of FUNCTION_NAMES) {
      for (const { Effect, Resource } of statementsOf(name).filter((each) => each.Effect === 'Deny')) {
        expect([name, Effect, JSON.stringify(Resource)]).toEqual([name, 'Deny', expect.stringContaining('/index/*')]);
      }
    }
  });
});
