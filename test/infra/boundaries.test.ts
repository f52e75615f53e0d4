import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '#infra/build/bundles.ts';

const FILES: Record<string, string> = {
  'tsconfig.json':
    '{ "compilerOptions": { "module": "NodeNext", "allowImportingTsExtensions": true, "noEmit": true } }',
  'package.json':
    '{ "type": "module", "dependencies": { "@aws-sdk/client-dynamodb": "*", "@aws-sdk/client-s3": "*", "hono": "*", "zod": "*" } }',
  'shared/platform/a.ts': "import { b } from '../domain/b.ts';\nexport const a = b;\n",
  'shared/domain/b.ts': 'export const b = 1;\n',
  'shared/domain/reads-files.ts': "import { readFileSync } from 'node:fs';\nexport const text = readFileSync('x');\n",
  'shared/domain/uses-zod.ts': "import * as z from 'zod';\nexport const Name = z.string();\n",
  'shared/data/calls-service.ts': "import { s } from '../services/s.ts';\nexport const d = s;\n",
  'shared/data/table.ts':
    "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';\nexport const c = new DynamoDBClient({});\n",
  'shared/services/s.ts': 'export const s = 1;\n',
  'shared/services/stores.ts':
    "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';\nexport const c = DynamoDBClient;\n",
  'shared/services/files.ts': "import { S3Client } from '@aws-sdk/client-s3';\nexport const c = S3Client;\n",
  'shared/data/objects/files.ts': "import { S3Client } from '@aws-sdk/client-s3';\nexport const c = S3Client;\n",
  'shared/data/table/keys.ts': 'export const keys = {};\n',
  'shared/services/knows-keys.ts': "import { keys } from '../data/table/keys.ts';\nexport const k = keys;\n",
  'shared/services/routes.ts': "import { Hono } from 'hono';\nexport const app = new Hono();\n",
  'shared/services/knows-http.ts': "import { h } from '../http/h.ts';\nexport const k = h;\n",
  'shared/http/h.ts': "import { f } from '../../functions/catalog/f.ts';\nexport const h = f;\n",
  'functions/catalog/f.ts': "import { i } from '../../infra/i.ts';\nexport const f = i;\n",
  'functions/backoffice/g.ts': "import { f } from '../catalog/f.ts';\nexport const g = f;\n",
  'infra/i.ts': "import { t } from '../test/t.ts';\nexport const i = t;\n",
  'infra/local/package.json': '{ "name": "@ocop/local-aws", "type": "module", "exports": { ".": "./src/index.ts" } }',
  'infra/local/src/index.ts': "export * from './serve.ts';\n",
  'infra/local/src/serve.ts': "import { b } from '../../../shared/domain/b.ts';\nexport const serve = () => b;\n",
  'infra/local/test/serve.test.ts': "import { t } from '../../../test/t.ts';\nexport const tested = t;\n",
  'infra/commands/start.ts': "import { serve } from '@ocop/local-aws';\nserve();\n",
  'infra/commands/token.ts': "import { serve } from '@ocop/local-aws';\nserve();\n",
  'infra/commands/verify-stock.ts': "import { serve } from '@ocop/local-aws';\nserve();\n",
  'infra/demo/load.ts': "import { serve } from '../local/src/serve.ts';\nserve();\n",
  'test/t.ts': 'export const t = 1;\n',
  'test/support/api.ts': 'export const startApi = () => 1;\n',
  'test/domain/starts.test.ts': "import { startApi } from '../support/api.ts';\nstartApi();\n",
  'shared/platform/circle.ts': "import { round } from './round.ts';\nexport const circle = () => round;\n",
  'shared/platform/round.ts': "import { circle } from './circle.ts';\nexport const round = () => circle;\n",
};

const scratch = mkdtempSync(join(tmpdir(), 'ocop-boundaries-'));
let violations: string[];

beforeAll(() => {
  for (const [file, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(scratch, file)), { recursive: true });
    writeFileSync(join(scratch, file), content);
  }
  for (const scope of ['', '@ocop']) mkdirSync(join(scratch, 'node_modules', scope), { recursive: true });
  for (const name of ['@aws-sdk', 'hono', 'zod'])
    symlinkSync(join(ROOT, 'node_modules', name), join(scratch, 'node_modules', name));
  symlinkSync(join(scratch, 'infra', 'local'), join(scratch, 'node_modules', '@ocop', 'local-aws'));
  const cruiser = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const config = join(ROOT, '.dependency-cruiser.cjs');
  const { stdout } = spawnSync(
    process.execPath,
    [cruiser, '--config', config, '--output-type', 'json', 'infra', 'functions', 'shared', 'test'],
    { cwd: scratch, encoding: 'utf8', maxBuffer: 64_000_000 },
  );
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  violations = summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('the boundaries', () => {
  it.each([
    'shared/platform/a.ts: platform-stands-alone',
    'shared/domain/reads-files.ts: domain-is-pure',
    'shared/data/calls-service.ts: data-stores-the-domain',
    'shared/services/stores.ts: dynamodb-only-in-data',
    'shared/services/files.ts: s3-only-in-data',
    'shared/services/knows-keys.ts: keys-only-in-data',
    'shared/services/routes.ts: hono-only-in-http',
    'shared/services/knows-http.ts: services-know-no-transport',
    'shared/http/h.ts: http-serves-services',
    'functions/catalog/f.ts: functions-stand-on-shared',
    'functions/catalog/f.ts: infra-only-from-outside',
    'functions/backoffice/g.ts: functions-are-separate',
    'infra/i.ts: tests-only-from-tests',
    'infra/local/src/serve.ts: local-aws-stands-alone',
    'infra/local/test/serve.test.ts: local-aws-stands-alone',
    'infra/commands/verify-stock.ts: local-aws-only-from-start',
    'infra/demo/load.ts: local-aws-only-from-start',
    'shared/platform/circle.ts: no-circles',
    'test/domain/starts.test.ts: unit-tests-start-nothing',
  ])('report %s', (violation) => {
    expect(violations).toContain(violation);
  });

  it.each([
    'shared/data/table/keys.ts',
    'shared/domain/uses-zod.ts',
    'shared/data/table.ts',
    'shared/data/objects/files.ts',
    'shared/services/s.ts',
    'infra/local/src/index.ts',
    'infra/commands/start.ts',
    'infra/commands/token.ts',
  ])('leave %s alone', (file) => {
    expect(violations.filter((violation) => violation.startsWith(`${file}:`))).toEqual([]);
  });
});

/** What only stores write and read: attributes in DynamoDB's form, and the accessors of such attributes. */
const ATTRIBUTE = /\{ [SN]: |\b(?:stringOf|numberOf)\b/;

/** The lines of a folder's sources that know how items are stored. */
const linesWithAttributes = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const lines = readFileSync(join(folder, file), 'utf8').split('\n');
      return lines.filter((line) => ATTRIBUTE.test(line)).map((line) => `${file}: ${line.trim()}`);
    });

describe('the form of stored items', () => {
  it.each([
    'shared/domain',
    'shared/http',
    'shared/platform',
    'shared/services',
    'functions',
    'infra/commands',
    'infra/demo',
  ])('is unknown to %s', (folder) => {
    expect(linesWithAttributes(join(ROOT, folder))).toEqual([]);
  });

  it('is found where it is known', () => {
    const folder = join(scratch, 'shared', 'services', 'knows-items');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'a.ts'), "export const item = { pk: { S: 'x' } };\n");
    writeFileSync(join(folder, 'b.ts'), "export const text = stringOf(item, 'card');\nexport const two = 2;\n");
    expect(linesWithAttributes(folder).sort()).toEqual([
      "a.ts: export const item = { pk: { S: 'x' } };",
      "b.ts: export const text = stringOf(item, 'card');",
    ]);
    expect(linesWithAttributes(join(ROOT, 'shared', 'data')).length).toBeGreaterThan(50);
  });
});
