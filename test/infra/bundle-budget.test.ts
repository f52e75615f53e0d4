import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BundleReport, buildFunctions, FUNCTION_NAMES, type FunctionName } from '#infra/build/bundles.ts';

const BUDGET_BYTES: Record<FunctionName, number> = {
  catalog: 260_000,
  backoffice: 280_000,
  stock: 230_000,
  events: 300_000,
  schedules: 530_000,
  images: 530_000,
};

// Whatever opens a socket or asks for a name ends the process before the bundle has loaded.
const NO_NETWORK = `data:text/javascript,${encodeURIComponent(`
  import net from 'node:net';
  import dns from 'node:dns';
  const refuse = () => { console.error('a network call while loading'); process.exit(70); };
  net.Socket.prototype.connect = refuse;
  dns.lookup = refuse;
  dns.promises.lookup = refuse;
`)}`;

const scratch = mkdtempSync(join(tmpdir(), 'ocop-bundles-'));
let reports: Map<FunctionName, BundleReport>;

beforeAll(async () => {
  reports = new Map((await buildFunctions({ outDir: scratch })).map((report) => [report.name, report]));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const report = (name: FunctionName): BundleReport => {
  const found = reports.get(name);
  if (!found) throw new Error(`${name} was not built.`);
  return found;
};

describe.each(FUNCTION_NAMES)('the bundle of %s', (name) => {
  it('keeps to its budget of JavaScript', () => {
    expect(report(name).javascriptBytes).toBeLessThanOrEqual(BUDGET_BYTES[name]);
  });

  it('carries no translations of zod, and the SDK in its ES modules only', () => {
    const { inputs } = report(name);
    const translations = inputs.filter((path) => /\/zod\/.*\/locales\/(?!en\.)/.test(path));
    expect(translations).toEqual([]);
    expect(inputs.filter((path) => path.includes('/dist-cjs/'))).toEqual([]);
  });

  it('has no generator of JSON schemas and no phone metadata of other countries', () => {
    const code = report(name).startFiles.map((file) => readFileSync(file, 'utf8'));
    expect(code.filter((text) => text.includes('json-schema.org'))).toEqual([]);
    expect(report(name).inputs.filter((path) => path.includes('node_modules/libphonenumber-js/'))).toEqual([]);
  });

  it('loads without a crash, a network call or anything from outside its folder', () => {
    const url = pathToFileURL(join(report(name).dir, 'index.mjs')).href;
    const script = `const { handler } = await import(${JSON.stringify(url)}); console.log(typeof handler); process.exit(0);`;
    const loaded = spawnSync(process.execPath, ['--import', NO_NETWORK, '--input-type=module', '-e', script], {
      env: {
        AWS_REGION: 'ap-southeast-1',
        TABLE_NAME: 'table',
        AWS_ACCESS_KEY_ID: 'none',
        AWS_SECRET_ACCESS_KEY: 'none',
      },
      encoding: 'utf8',
    });
    expect([loaded.status, loaded.stdout.trim(), loaded.stderr]).toEqual([0, 'function', '']);
  });
});

describe('what the catalog loads when it is asked for', () => {
  const docsFile = (name: string): string =>
    gunzipSync(readFileSync(join(scratch, 'catalog', 'docs', `${name}.gz`))).toString('utf8');

  it('has the page, its script, style and icon, compressed', () => {
    const files = ['index.html', 'initializer.js', 'swagger-ui-bundle.js', 'swagger-ui.css', 'favicon-32x32.png'];
    for (const file of files) expect([file, docsFile(file).length > 100]).toEqual([file, true]);
  });

  it('has a page that works under a policy without inline scripts and without other hosts', () => {
    const page = docsFile('index.html');
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(page).not.toMatch(/\son\w+=|style=|<style/);
    expect(page).not.toMatch(/(?:src|href)="(?!\/docs\/)/);
  });

  it('has the document of the API and the reference data', () => {
    expect(JSON.parse(readFileSync(join(scratch, 'catalog', 'openapi.json'), 'utf8'))).toHaveProperty(
      'openapi',
      '3.1.0',
    );
    for (const name of ['catalog', 'backoffice', 'events']) {
      expect(JSON.parse(readFileSync(join(scratch, name, 'reference', 'communes.json'), 'utf8'))).toBeTypeOf('object');
    }
  });
});

describe('what events loads beside its bundle', () => {
  it('is the font of the certificate, with its licence', () => {
    const font = 'noto-sans-latin-400.woff';
    expect(readdirSync(join(scratch, 'events', 'fonts')).toSorted()).toEqual(['LICENSE', font]);
    const bytes = readFileSync(join(scratch, 'events', 'fonts', font));
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('wOFF');
    expect(bytes.length).toBeLessThan(50_000);
  });
});

describe('the SDK of DynamoDB', () => {
  const clientOf = ({ inputs }: BundleReport): string[] =>
    inputs.filter((path) => path.includes('node_modules/@aws-sdk/client-dynamodb/'));
  const withTransactions = (files: string[]): string[] =>
    files.filter((file) => readFileSync(file, 'utf8').includes('TransactWriteItems'));

  it('is no part of the bundle that only reads', () => {
    expect(clientOf(report('catalog'))).toEqual([]);
  });

  it.each(['backoffice', 'stock', 'events'] as const)('is loaded by %s with the first write', (name) => {
    expect(clientOf(report(name))).not.toEqual([]);
    expect(withTransactions(report(name).startFiles)).toEqual([]);
  });
});

describe('the SDK of S3', () => {
  it('is in the bundles that nobody waits for, and in no other', () => {
    const carriers = [...reports.values()].filter(({ inputs }) =>
      inputs.some((path) => path.includes('node_modules/@aws-sdk/client-s3/')),
    );
    expect(carriers.map(({ name }) => name)).toEqual(['schedules', 'images']);
  });
});

describe('what images loads beside its bundle', () => {
  it('is the library that decodes, with what is compiled for a platform, and nothing that could be bundled', () => {
    const packages = readdirSync(join(scratch, 'images', 'node_modules'), { recursive: true, withFileTypes: true })
      .filter(({ name }) => name === 'package.json')
      .map(({ parentPath }) => parentPath.split('/node_modules/').at(-1) ?? '');
    expect(packages).toEqual(expect.arrayContaining(['sharp', 'detect-libc', 'semver', '@img/colour']));
    expect(packages.filter((name) => name.startsWith('@img/sharp-'))).not.toEqual([]);
    expect(report('images').inputs.filter((path) => path.includes('node_modules/sharp/'))).toEqual([]);
  });

  it('is in no other bundle', () => {
    for (const { name, inputs, dir } of reports.values()) {
      if (name === 'images') continue;
      expect(readdirSync(dir)).not.toContain('node_modules');
      expect(inputs.filter((path) => /render-image|node_modules\/(@img|sharp)\//.test(path))).toEqual([]);
    }
  });
});
