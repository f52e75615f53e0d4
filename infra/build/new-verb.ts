import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AUDIENCES, type Audience, DOCUMENTS, type VerbDocument } from './verb/documents.ts';
import { constantMadeBy, routesIn, type WrittenRoute, withImport, withProperty } from './verb/edit-source.ts';
import {
  caseSource,
  contractSource,
  decisionSource,
  routeSource,
  serviceSource,
  testSource,
  VERB_NAME_SOURCE,
  type Verb,
} from './verb/sources.ts';

const RESOURCES = Object.entries(DOCUMENTS).map(([resource, { functionName }]) => `${functionName} ${resource}`);

const USAGE = `usage:   npm run new:verb -- <function> <resource> <verb> "POST <path>" <audience>
example: npm run new:verb -- backoffice products remind-office "POST /v1/products/{id}/remind-office" members

<function> <resource>  ${RESOURCES.join(' | ')}
<verb>                 a verb and a noun in kebab case; names the files and, in camel case, the operation
<path>                 /v1/<resource>/{id}/<action>
<audience>             ${AUDIENCES.map((audience) => (audience.includes(' ') ? `"${audience}"` : audience)).join(' | ')}`;

/** Why no verb was written: every fault of the arguments, or what stands in the way in the sources. */
export class NewVerbProblem extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

const KEBAB = '[a-z][a-z0-9]*(?:-[a-z0-9]+)*';
const VERB = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/;

const everyRoute = (root: string): WrittenRoute[] =>
  readdirSync(join(root, 'functions'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.routes.ts'))
    .flatMap((file) => routesIn(readFileSync(join(root, 'functions', file), 'utf8')));

const newFilesOf = ({ document: { feature }, name }: Verb) => ({
  decision: `shared/domain/${feature}/${name}.ts`,
  service: `shared/services/${feature}/${name}.ts`,
  test: `test/api/${name}.test.ts`,
});

const faultsOfResource = (functionName: string, resource: string, document: VerbDocument | undefined): string[] => {
  if (document?.functionName === functionName) return [];
  return [
    `"${functionName} ${resource}": new:verb writes changes of the documents of ${RESOURCES.join(', ')}. For others copy the nearest verb.`,
  ];
};

const faultsOfEndpoint = (endpoint: string, resource: string | undefined): string[] =>
  new RegExp(`^POST /v1/${resource ?? KEBAB}/\\{id\\}/${KEBAB}$`).test(endpoint)
    ? []
    : [
        `"${endpoint}": the endpoint has the form "POST /v1/${resource ?? '<resource>'}/{id}/<action>", with <action> in kebab case.`,
      ];

const faultsOfAudience = (audience: string, document: VerbDocument | undefined): string[] => {
  const possible = document ? Object.keys(document.loaders) : AUDIENCES;
  return possible.some((one) => one === audience) ? [] : [`"${audience}": the audience is ${possible.join(' or ')}.`];
};

const existing = (root: string, verb: Verb): string[] => {
  const same = (found: boolean, fault: string): string[] => (found ? [fault] : []);
  const routes = everyRoute(root);
  return [
    ...Object.values(newFilesOf(verb))
      .filter((file) => existsSync(join(root, file)))
      .map((file) => `${file} exists already.`),
    ...same(
      routes.some(({ operationId }) => operationId === verb.operationId),
      `The operation ${verb.operationId} exists already.`,
    ),
    ...same(
      routes.some(({ method, path }) => method === 'POST' && path === verb.path),
      `The route POST ${verb.path} exists already.`,
    ),
  ];
};

const verbOf = (root: string, given: readonly string[]): Verb & { resource: string } => {
  const [functionName = '', resource = '', name = '', endpoint = '', audience = ''] = given;
  if (given.length !== 5) throw new NewVerbProblem([`${given.length} arguments were given, five are needed.`]);
  const document = DOCUMENTS[resource];
  const faults = [
    ...faultsOfResource(functionName, resource, document),
    ...(VERB.test(name) ? [] : [`"${name}": the verb is a verb and a noun in kebab case, such as remind-office.`]),
    ...faultsOfEndpoint(endpoint, document && resource),
    ...faultsOfAudience(audience, document),
  ];
  if (faults.length > 0 || !document) throw new NewVerbProblem(faults);
  const path = endpoint.slice('POST '.length);
  const verb = {
    document,
    resource,
    name,
    operationId: name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
    action: path.slice(path.lastIndexOf('/') + 1),
    path,
    audience: audience as Audience,
  };
  const found = existing(root, verb);
  if (found.length > 0) throw new NewVerbProblem(found);
  return verb;
};

/** The new text of every file that the verb adds or changes, before formatting. */
const changesOf = (root: string, verb: Verb & { resource: string }): Map<string, string> => {
  const { document, resource, operationId, name } = verb;
  const read = (file: string): string => readFileSync(join(root, file), 'utf8');
  const added = (file: string, text: string, variable: string, value: string): string => {
    try {
      return withProperty(text, variable, operationId, value);
    } catch (error) {
      throw new NewVerbProblem([`${file}: ${(error as Error).message}.`]);
    }
  };
  const files = newFilesOf(verb);
  const messages = `shared/domain/${document.feature}/messages.ts`;
  const routes = `functions/${document.functionName}/${resource}.routes.ts`;
  const contract = `functions/${document.functionName}/${resource}.contract.ts`;
  const { file: cases, variable } = document.cases;
  const imported: [name: string, module: string][] = [
    [operationId, `#shared/services/${document.feature}/${name}.ts`],
    ['OptionalReason', '#shared/domain/input.ts'],
    ['working', '#shared/http/response.ts'],
    ['signedInRoute', '#shared/http/route.ts'],
  ];
  const routesText = imported.reduce((text, [one, module]) => withImport(text, one, module), read(routes));
  const contractText = withImport(read(contract), document.contract.schema, document.contract.schemaFrom);
  return new Map([
    [files.decision, decisionSource(verb)],
    [messages, added(messages, read(messages), document.verbNames, VERB_NAME_SOURCE)],
    [files.service, serviceSource(verb)],
    [routes, added(routes, routesText, constantMadeBy(routesText, 'defineRoutes'), routeSource(verb))],
    [contract, added(contract, contractText, constantMadeBy(contractText, 'describeOperations'), contractSource(verb))],
    [cases, added(cases, read(cases), variable, caseSource(verb))],
    [files.test, testSource(verb)],
  ]);
};

const format = (root: string, files: readonly string[]): void => {
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const { status, stderr } = spawnSync(process.execPath, [biome, 'check', '--write', ...files], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new NewVerbProblem([`The formatter refused what was written:\n${stderr}`]);
};

/** Writes and formats all files, or none: after a failure every file is as it was. */
const writeAll = (root: string, changes: ReadonlyMap<string, string>): void => {
  const written: [path: string, before: string | undefined][] = [];
  try {
    for (const [file, text] of changes) {
      const path = join(root, file);
      const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
      mkdirSync(dirname(path), { recursive: true });
      written.push([path, before]);
      writeFileSync(path, text);
    }
    format(root, [...changes.keys()]);
  } catch (error) {
    for (const [path, before] of written) {
      if (before === undefined) rmSync(path, { force: true });
      else writeFileSync(path, before);
    }
    throw error;
  }
};

/**
 * Adds a verb to the sources under `root`: five arguments, as in the usage. Returns the files that it wrote, paths relative
 * to `root`. Throws `NewVerbProblem` and changes nothing if the arguments are faulty or a part exists already.
 */
export const newVerb = (root: string, given: readonly string[]): string[] => {
  const changes = changesOf(root, verbOf(root, given));
  writeAll(root, changes);
  return [...changes.keys()];
};

const nextSteps = ([
  decision = '',
  messages = '',
  ,
  ,
  contract = '',
  cases = '',
  test = '',
]: readonly string[]): string => `
The verb works: it is audited and changes the date of the last change. Now write what it is for:
  ${decision}: the states that allow it, and the change
  ${messages}: its name in the text of a 409, in both languages
  ${contract}: summary, description and problems
  ${cases}: a scene for each state on which it works
  ${test}: its behaviour
Then run:
  npx vitest run ${test}
  npm run contract:examples
  npm run check
Commit also infra/build/examples.json and docs/openapi.json, which \`npm run contract:examples\` writes.`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const files = newVerb(process.cwd(), process.argv.slice(2));
    console.log(`Wrote\n${files.map((file) => `  ${file}`).join('\n')}\n${nextSteps(files)}`);
  } catch (error) {
    if (!(error instanceof NewVerbProblem)) throw error;
    console.error(`${error.message}\n\n${USAGE}`);
    process.exitCode = 1;
  }
}
