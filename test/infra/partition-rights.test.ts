import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BundleReport, buildFunctions, FUNCTION_NAMES, type FunctionName, ROOT } from '#infra/build/bundles.ts';
import { ensureSynthesized } from '#infra/build/ensure-synthesized.ts';
import type { TableAction } from '#infra/constructs/partition-rights.ts';
import { type Audience, documentPartitions, type KeyKind, keys } from '#shared/data/table/keys.ts';
import { isLike } from '#test/support/table-rights.ts';
import { type Assembly, readAssembly, type Statement, statementsOfRole } from './assembly.ts';

const READS: TableAction[] = ['dynamodb:GetItem', 'dynamodb:Query'];
const WRITES: TableAction[] = ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
const ACTIONS: TableAction[] = [...READS, 'dynamodb:ConditionCheckItem', ...WRITES];

/** IAM takes so many characters of inline policies for a role, white space not counted. */
const INLINE_POLICIES_MAX = 10_240;

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

type Condition = {
  'ForAllValues:StringLike'?: { 'dynamodb:LeadingKeys': string | string[] };
  Null?: { 'dynamodb:LeadingKeys': string };
};

/** Whether conditions hold of a request, by IAM's rules; a request that names no partition has no leading keys. */
const holds = ({ Condition }: Statement, partition: string | undefined): boolean => {
  const { Null, 'ForAllValues:StringLike': like } = (Condition ?? {}) as Condition;
  if (Null?.['dynamodb:LeadingKeys'] === 'false' && partition === undefined) return false;
  return !like || partition === undefined || isLike(partition, [like['dynamodb:LeadingKeys']].flat());
};

const isOfIndex = ({ Resource }: Statement): boolean => JSON.stringify(Resource).includes('/index/');

/** Whether a role allows an action on a partition of the table, or of its index; without a partition on any. */
const allows = (name: FunctionName, action: string, partition: string | undefined, index = false): boolean =>
  statementsOf(name).some(
    (statement) =>
      statement.Effect === 'Allow' &&
      statement.Action.includes(action) &&
      isOfIndex(statement) === index &&
      holds(statement, partition),
  );

/** A partition whose name fits a pattern. */
const sampleOf = (pattern: string): string => pattern.replace('*', '01JD0000000000000000000000');

type Sample = { name: string; audience: Audience; partition: string };
const SAMPLES: Sample[] = Object.entries<KeyKind>(keys).flatMap(([name, { partitions }]) =>
  partitions.map(({ audience, pattern }) => ({ name, audience, partition: sampleOf(pattern) })),
);
const partitionsOf = (...kinds: KeyKind[]): string[] =>
  kinds.flatMap(({ partitions }) => partitions.map(({ pattern }) => sampleOf(pattern)));

/** What each function reads: whole audiences, and of what the system keeps for itself single kinds. */
const READERS: Record<FunctionName, { audiences: Audience[]; also: string[] }> = {
  catalog: { audiences: ['public'], also: [] },
  backoffice: { audiences: ['public', 'owner', 'office'], also: partitionsOf(keys.idempotency, keys.pendingDocument) },
  stock: { audiences: ['public', 'owner', 'office'], also: partitionsOf(keys.pendingShelf) },
  events: { audiences: ['public', 'owner', 'office'], also: partitionsOf(keys.idempotency, keys.secret) },
  schedules: { audiences: ['public', 'owner', 'office'], also: partitionsOf(keys.pendingDocument) },
  images: { audiences: [], also: partitionsOf(documentPartitions('product')) },
};

describe.each(FUNCTION_NAMES)('the role of %s', (name) => {
  it.each(SAMPLES)('reads $name ($partition, $audience) only where its audiences are its own', (sample) => {
    const { audiences, also } = READERS[name];
    const isReadable = audiences.includes(sample.audience) || also.includes(sample.partition);
    expect(READS.map((action) => allows(name, action, sample.partition))).toEqual([isReadable, isReadable]);
  });

  it('allows nothing without a partition, as a scan is', () => {
    const all = [...ACTIONS, 'dynamodb:Scan', 'dynamodb:BatchGetItem', 'dynamodb:PartiQLSelect'];
    for (const index of [false, true])
      expect(all.filter((action) => allows(name, action, undefined, index))).toEqual([]);
  });

  it('allows no other action of the table, and none on a partition of no key', () => {
    const listed = statementsOf(name).flatMap(({ Action }) => Action.filter((one) => one.startsWith('dynamodb:')));
    expect(listed.filter((action) => !(ACTIONS as string[]).includes(action))).toEqual([]);
    expect(ACTIONS.filter((action) => allows(name, action, 'forgotten#1'))).toEqual([]);
  });

  it('reads the index of arrival only of the ledger, and only where it lists stock changes', () => {
    const readable = SAMPLES.filter(({ partition }) => allows(name, 'dynamodb:Query', partition, true));
    expect(readable.map((sample) => sample.name)).toEqual(name === 'stock' ? ['ledger'] : []);
  });

  it('fits into the inline policies of a role', () => {
    const size = JSON.stringify(statementsOf(name)).length;
    expect(size).toBeLessThan(INLINE_POLICIES_MAX / 2);
  });
});

describe('the function that answers buyers', () => {
  it('writes nothing', () => {
    for (const { partition } of SAMPLES)
      expect(WRITES.filter((action) => allows('catalog', action, partition))).toEqual([]);
  });
});

describe('the function that decodes photos', () => {
  it('writes what a change of a product writes, and nothing about people, stock, ledgers or other requests', () => {
    const written = SAMPLES.filter(({ partition }) => WRITES.some((action) => allows('images', action, partition)));
    expect([...new Set(written.map(({ partition }) => partition))].sort()).toEqual(
      partitionsOf(
        keys.audit,
        keys.productByName,
        keys.productByNewest,
        documentPartitions('product'),
        keys.productOf,
        keys.productByStars,
        keys.pendingDocument,
      ).sort(),
    );
  });
});

describe('the counters of callers', () => {
  it('are counted up by the functions that sign callers in, and read by none', () => {
    const [partition] = partitionsOf(keys.rateCounter);
    const able = (action: TableAction) => FUNCTION_NAMES.filter((name) => allows(name, action, partition));
    expect(able('dynamodb:UpdateItem')).toEqual(['backoffice', 'stock', 'events']);
    for (const action of ACTIONS.filter((one) => one !== 'dynamodb:UpdateItem')) expect(able(action)).toEqual([]);
  });
});

describe('personal numbers and the keys of passes', () => {
  const bundlesWith = (source: string): string[] =>
    bundles.filter(({ inputs }) => inputs.includes(source)).map(({ name }) => name);

  it('are used by the code of one function each', () => {
    expect(bundlesWith('shared/services/producers/internal/personal-number.ts')).toEqual(['backoffice']);
    expect(bundlesWith('shared/services/registrations/internal/pass-key.ts')).toEqual(['events']);
  });

  it.each(FUNCTION_NAMES)('are refused to %s, unless its code uses them', (name) => {
    const verdict = ACTIONS.map((action) => [
      action,
      ...partitionsOf(keys.personalNumber, keys.secret).map((partition) => allows(name, action, partition)),
    ]);
    // Nobody reads a personal number, also not who writes it.
    const isWrite = (action: TableAction) => ['dynamodb:DeleteItem', 'dynamodb:PutItem'].includes(action);
    expect(verdict).toEqual(
      ACTIONS.map((action) => [
        action,
        name === 'backoffice' && isWrite(action),
        name === 'events' && action !== 'dynamodb:UpdateItem',
      ]),
    );
  });
});

describe('the keys of the table', () => {
  it('share a partition only with keys of the same audience', () => {
    const patterns = Object.values<KeyKind>(keys).flatMap(({ partitions }) => partitions);
    for (const { name, audience, partition } of SAMPLES) {
      const met = patterns.filter(({ pattern }) => isLike(partition, [pattern]));
      expect([name, ...new Set(met.map((one) => one.audience))]).toEqual([name, audience]);
    }
  });

  /** What the compiler says of `keys.ts` with one more key. */
  const complaintsAbout = (added: string): string[] => {
    const file = join(ROOT, 'shared/data/table/keys.ts');
    const source = readFileSync(file, 'utf8').replace('export const keys = {', `export const keys = {\n  ${added},`);
    const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
    const host = ts.createCompilerHost(options);
    const { readFile } = host;
    host.readFile = (path) => (path === file ? source : readFile(path));
    host.getSourceFile = (path, target) => {
      const text = host.readFile(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, target);
    };
    const program = ts.createProgram([file], options, host);
    return program.getSemanticDiagnostics(program.getSourceFile(file)).map(({ code }) => `TS${code}`);
  };

  it('compile with an audience, and not without', () => {
    expect(complaintsAbout("added: key('owner', 'added#', SOLE)")).toEqual([]);
    for (const forgotten of [
      "added: key('added#', SOLE)",
      "added: key('nobody', 'added#', SOLE)",
      "added: (of: string): Key => ({ pk: of, sk: 'A' })",
    ])
      expect([forgotten, complaintsAbout(forgotten).length > 0]).toEqual([forgotten, true]);
  });
});
