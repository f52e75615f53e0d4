import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '#infra/build/bundles.ts';
import { NewVerbProblem, newVerb } from '#infra/build/new-verb.ts';
import { DOCUMENTS } from '#infra/build/verb/documents.ts';

const SOURCES = ['functions', 'infra', 'shared', 'test/support'];
const SETTINGS = ['.gitignore', 'biome.json', 'package.json', 'tsconfig.json', 'vitest.config.ts'];

/** A copy of the sources that a verb is added to, without the tests. */
const copyOfSources = (): string => {
  const root = mkdtempSync(join(tmpdir(), 'ocop-new-verb-'));
  for (const folder of SOURCES) cpSync(join(ROOT, folder), join(root, folder), { recursive: true });
  for (const file of SETTINGS) cpSync(join(ROOT, file), join(root, file));
  mkdirSync(join(root, 'test/api'));
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  return root;
};

/** The text of every source, by its path. */
const snapshot = (root: string): Map<string, string> =>
  new Map(
    [...SOURCES, 'test/api']
      .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]),
  );

const run = (root: string, script: string, args: string[]) =>
  spawnSync(process.execPath, [join(ROOT, 'node_modules', script), ...args], { cwd: root, encoding: 'utf8' });

const command = (root: string, args: readonly string[]) =>
  run(root, 'tsx/dist/cli.mjs', ['infra/build/new-verb.ts', ...args]);

const REMIND_OFFICE: readonly string[] = [
  'backoffice',
  'products',
  'remind-office',
  'POST /v1/products/{id}/remind-office',
  'members',
];
const REMIND_OFFICE_FILES = [
  'shared/domain/products/remind-office.ts',
  'shared/domain/products/messages.ts',
  'shared/services/products/remind-office.ts',
  'functions/backoffice/products.routes.ts',
  'functions/backoffice/products.contract.ts',
  'test/support/cases-products.ts',
  'test/api/remind-office.test.ts',
];
const POSTPONE_OPENING: readonly string[] = [
  'events',
  'events',
  'postpone-opening',
  'POST /v1/events/{id}/postpone-opening',
  'officers',
];

/** A verb for every other kind of document and everybody whom it can be for. */
const OTHER_VERBS = Object.entries(DOCUMENTS).flatMap(([resource, { functionName, loaders }]) =>
  Object.keys(loaders)
    .map((audience) => {
      const name = `check-${resource}-of-${audience.replaceAll(' ', '-')}`;
      return [functionName, resource, name, `POST /v1/${resource}/{id}/${name}`, audience];
    })
    .filter(
      ([, , , , audience]) =>
        ![REMIND_OFFICE, POSTPONE_OPENING].some((verb) => verb[1] === resource && verb[4] === audience),
    ),
);

describe('a new verb', () => {
  let root: string;
  let before: Map<string, string>;
  let written: string[];
  let printed: string;
  beforeAll(() => {
    root = copyOfSources();
    before = snapshot(root);
    printed = command(root, REMIND_OFFICE).stdout;
    written = [POSTPONE_OPENING, ...OTHER_VERBS].flatMap((given) => newVerb(root, given));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('consists of its four parts, its name, a case and a test', () => {
    const changed = [...snapshot(root)].filter(([file, text]) => before.get(file) !== text).map(([file]) => file);
    const all = new Set([...REMIND_OFFICE_FILES, ...written]);
    expect(changed.sort()).toEqual([...all].map((file) => join(root, file)).sort());
  });

  it('is followed by the names of its files and the next commands', () => {
    for (const line of [
      ...REMIND_OFFICE_FILES,
      'npx vitest run test/api/remind-office.test.ts',
      'npm run contract:examples',
    ])
      expect(printed).toContain(`  ${line}\n`);
  });

  it('of every kind of document and for everybody has the types and the form of the project', () => {
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const files = [...new Set([...REMIND_OFFICE_FILES, ...written])];
    const program = ts.createProgram(
      files.map((file) => join(root, file)),
      options,
    );
    const faults = files.flatMap((file) => {
      const source = program.getSourceFile(join(root, file));
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    });
    expect(faults.map(({ file, messageText }) => `${file?.fileName}: ${JSON.stringify(messageText)}`)).toEqual([]);
    const biome = run(root, '@biomejs/biome/bin/biome', ['ci', ...files]);
    expect(biome.status, biome.stdout + biome.stderr).toBe(0);
  });

  it('passes its test before its example is executed', () => {
    const tests = ['test/api/remind-office.test.ts', 'test/api/postpone-opening.test.ts'];
    const vitest = run(root, 'vitest/vitest.mjs', ['run', '--no-file-parallelism', '--no-isolate', ...tests]);
    expect(vitest.status, vitest.stdout + vitest.stderr).toBe(0);
  });

  it('is refused a second time, and nothing changes', () => {
    const once = snapshot(root);
    expect(() => newVerb(root, REMIND_OFFICE)).toThrow(NewVerbProblem);
    expect(snapshot(root)).toEqual(once);
  });
});

describe('a verb that cannot be written', () => {
  let root: string;
  let before: Map<string, string>;
  beforeAll(() => {
    root = copyOfSources();
    before = snapshot(root);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const faultsOf = (given: readonly string[]): readonly string[] => {
    try {
      return newVerb(root, given);
    } catch (error) {
      if (error instanceof NewVerbProblem) return error.faults;
      throw error;
    }
  };
  const withArgument = (index: number, value: string): string[] =>
    REMIND_OFFICE.map((argument, at) => (at === index ? value : argument));

  it.each([
    ['too few arguments', REMIND_OFFICE.slice(0, 3), /^3 arguments were given/],
    ['a function that has no such resource', withArgument(0, 'stock'), /^"stock products": /],
    ['a resource whose documents have no pattern', withArgument(1, 'images'), /^"backoffice images": /],
    ['a verb without a noun', withArgument(2, 'delete'), /^"delete": /],
    ['a verb in another case', withArgument(2, 'remindOffice'), /^"remindOffice": /],
    ['another method', withArgument(3, 'GET /v1/products/{id}/remind-office'), /^"GET /],
    ['the path of another resource', withArgument(3, 'POST /v1/producers/{id}/remind-office'), /^"POST /],
    ['an unknown audience', withArgument(4, 'buyers'), /^"buyers": the audience is members or officers or/],
    ['an operation that exists', withArgument(2, 'submit-product'), /services\/products\/submit-product\.ts exists/],
    [
      'a name of a transition that exists',
      withArgument(2, 'change-images'),
      /messages\.ts: PRODUCT_VERBS has changeIma/,
    ],
    ['a route that exists', withArgument(3, 'POST /v1/products/{id}/submit'), /^The route POST .* exists already/],
  ])('names %s and leaves the sources unchanged', (_, given, fault) => {
    expect(faultsOf(given)).toContainEqual(expect.stringMatching(fault));
    expect(snapshot(root)).toEqual(before);
  });

  it('ends the command with its faults and the usage', () => {
    const { status, stderr } = command(root, []);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^0 arguments were given, five are needed\.\n\nusage: .*\nexample: npm run new:verb -- /);
  });

  it('names every fault of its arguments at once', () => {
    expect(faultsOf(['stock', 'products', 'remind', 'GET /', 'buyers'])).toHaveLength(4);
  });

  it('leaves the sources unchanged if a file has no place for it, or cannot be written', () => {
    const messages = join(root, 'shared/domain/products/messages.ts');
    const text = readFileSync(messages, 'utf8');
    writeFileSync(messages, text.replaceAll('PRODUCT_VERBS', 'VERBS'));
    const damaged = snapshot(root);
    expect(faultsOf(REMIND_OFFICE)).toEqual([expect.stringMatching(/messages\.ts: no object PRODUCT_VERBS/)]);
    expect(snapshot(root)).toEqual(damaged);
    writeFileSync(messages, text);

    rmSync(join(root, 'test/api'), { recursive: true });
    writeFileSync(join(root, 'test/api'), 'a file in place of the folder');
    expect(() => newVerb(root, REMIND_OFFICE)).toThrow();
    rmSync(join(root, 'test/api'));
    mkdirSync(join(root, 'test/api'));
    expect(snapshot(root)).toEqual(before);
  });
});
