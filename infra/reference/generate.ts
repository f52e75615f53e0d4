// Writes shared/data/reference/communes.json. With --check it only compares, and exits 1 on a difference.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildCommuneReference } from './communes.ts';
import { EXPECTED_COUNTS } from './expected-counts.ts';

const file = fileURLToPath(new URL('../../shared/data/reference/communes.json', import.meta.url));
const { reference, counts } = buildCommuneReference();
const written = `${JSON.stringify(reference, null, 1)}\n`;

for (const [name, count] of Object.entries(counts)) console.log(`${name}: ${count}`);
console.log(`bytes: ${Buffer.byteLength(written)}`);

const surprises = Object.entries(EXPECTED_COUNTS).filter(
  ([name, expected]) => counts[name as keyof typeof counts] !== expected,
);
for (const [name, expected] of surprises)
  console.error(`${name}: expected ${expected}; look at the data sets' changes`);

if (process.argv.includes('--check')) {
  const same = readFileSync(file, 'utf8') === written;
  if (!same) console.error('communes.json differs from its sources: run infra/reference/generate.ts');
  process.exitCode = same && surprises.length === 0 ? 0 : 1;
} else if (surprises.length > 0) {
  process.exitCode = 1;
} else {
  writeFileSync(file, written);
}
