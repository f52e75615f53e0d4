import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '#infra/build/bundles.ts';
import { type Api, OFFICER, OWNER, startApi } from '#test/support/api.ts';

const PROGRAM = join(ROOT, 'test/contract/client/main-job.ts');

let folder: string;
let program: string;
let api: Api;

beforeAll(async () => {
  await mkdir(join(ROOT, 'dist'), { recursive: true });
  folder = await mkdtemp(join(ROOT, 'dist/client-'));
  program = await readFile(PROGRAM, 'utf8');
  const types = await openapiTS(pathToFileURL(join(ROOT, 'docs/openapi.json')));
  await writeFile(join(folder, 'api.d.ts'), astToString(types));
  api = await startApi({ stream: false });
});
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Programs that do not fit the contract: what is wrong with each, and the text that is replaced. */
const WRONG = [
  ['a star that does not exist', "stars: '4'", "stars: '9'"],
  ['a field that is missing', "kind: 'cooperative',", ''],
  ['a field that problems lack', 'error?.code', 'error?.message'],
] as const;

/** What the compiler says of each program that stands beside the generated types. */
const compile = async (programs: readonly string[]): Promise<string[][]> => {
  const files = programs.map((_, index) => join(folder, `program-${index}.ts`));
  for (const [index, file] of files.entries()) await writeFile(file, programs[index] ?? '');
  const compiled = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    types: [],
  });
  return files.map((file) =>
    ts
      .getPreEmitDiagnostics(compiled, compiled.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  );
};

/** The API in place of a network; the bearer token is the subject. */
const fetchFromApi = async (request: Request): Promise<Response> => {
  const { pathname, search } = new URL(request.url);
  const { authorization, ...headers } = Object.fromEntries(request.headers);
  const text = await request.text();
  const reply = await api.ask(request.method, `${pathname}${search}`, {
    as: authorization?.replace('Bearer ', ''),
    headers,
    ...(text ? { raw: text } : {}),
  });
  return new Response(reply.text, { status: reply.status, headers: reply.headers });
};

describe('a client generated from the OpenAPI document', () => {
  it('compiles the main job of the README, with the code of a problem, and no program that does not fit', async () => {
    for (const [, right] of WRONG) expect(program).toContain(right);
    const [right, ...wrong] = await compile([program, ...WRONG.map(([, from, to]) => program.replace(from, to))]);
    expect(right).toEqual([]);
    expect(WRONG.filter((_, index) => wrong[index]?.length === 0).map(([what]) => what)).toEqual([]);
  });

  it('does the main job', async () => {
    const { publishCertifiedProduct } = (await import(pathToFileURL(PROGRAM).href)) as {
      publishCertifiedProduct: (options: object) => Promise<unknown>;
    };
    const done = await publishCertifiedProduct({
      baseUrl: 'http://127.0.0.1',
      fetch: fetchFromApi,
      owner: OWNER,
      officer: OFFICER,
      today: '2026-11-23',
    });
    expect(done).toEqual({
      certificate: expect.objectContaining({ validTo: '2029-11-23', stars: 4 }),
      found: [{ name: 'Cơm cháy Tràng An', stars: 4 }],
      refusal: 'state_conflict',
    });
  });
});
