import { readFile } from 'node:fs/promises';
import { breakingChanges, type ContractDocument, undeclaredChanges } from './breaking-changes.ts';
import { buildOpenApi, openApiFileText, operationsWithoutExample } from './openapi.ts';

const COMMITTED = 'docs/openapi.json';
const RELEASED = 'docs/openapi-released.json';
const DECLARED = 'docs/contract-changes.md';

const faults: string[] = [];
for (const operationId of operationsWithoutExample())
  faults.push(`${operationId} has no example: run \`npm run contract:examples\` and commit the files that it changes.`);

const document = buildOpenApi();
const committed = await readFile(COMMITTED, 'utf8');
if (committed !== openApiFileText(document))
  faults.push(`${COMMITTED} is not what the code says: run \`npm run contract\` and commit it.`);

const released = JSON.parse(await readFile(RELEASED, 'utf8')) as ContractDocument;
const changes = breakingChanges(released, document as unknown as ContractDocument);
for (const change of undeclaredChanges(changes, await readFile(DECLARED, 'utf8')))
  faults.push(`Breaks clients of the last release and is not declared in ${DECLARED}: \`${change}\``);

for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
