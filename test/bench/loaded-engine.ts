import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Engine, findEngineBinary, runEngine } from '@ocop/local-aws/engine';
import type { Item } from '#shared/data/table/reader.ts';
import { itemsOf, products } from './catalogue.ts';

const PIECE = 2_000;

const TABLE = {
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
};

type Batches = AsyncIterable<readonly Item[]>;

const linesOf = async function* (batches: Batches, count: (items: number) => void): AsyncGenerator<string> {
  let lines: string[] = [];
  for await (const items of batches) {
    count(items.length);
    for (const item of items) lines.push(JSON.stringify({ Item: item }));
    if (lines.length >= PIECE) {
      yield `${lines.join('\n')}\n`;
      lines = [];
    }
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
};

const importInto = async (database: string, source: string, schema: string): Promise<void> => {
  const child = spawn(findEngineBinary(), ['import', '--source', source, '--schema', schema, '--output', database], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said = (said + chunk).slice(-2_000);
  });
  const code = await new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done));
  if (code !== 0) throw new Error(`the import failed: ${said}`);
};

/**
 * An engine whose table holds some items, imported from a file in the format of a table export: through the API the engine
 * takes some two thousand rows a second. `name` tells one table of the folder from another.
 */
export const importedEngine = async (
  folder: string,
  tableName: string,
  name: string,
  batches: Batches,
): Promise<Engine & { rows: number }> => {
  // The import takes the folder's name for the table's.
  const source = join(folder, `export-${name}`, tableName);
  const schema = join(folder, `schema-${name}.json`);
  const database = join(folder, `table-${name}.db`);
  await mkdir(source, { recursive: true });
  await writeFile(schema, JSON.stringify([{ Table: { TableName: tableName, ...TABLE } }]));
  let rows = 0;
  const lines = linesOf(batches, (items) => {
    rows += items;
  });
  await pipeline(Readable.from(lines), createWriteStream(join(source, 'items.json')));
  await importInto(database, source, schema);
  await rm(join(folder, `export-${name}`), { recursive: true });
  return { ...(await runEngine({ database })), rows };
};

const catalogue = async function* (size: number): AsyncGenerator<readonly Item[]> {
  for await (const product of products(size)) yield itemsOf(product);
};

/** An engine whose table holds a catalogue of `size` products. */
export const loadedEngine = (folder: string, tableName: string, size: number): Promise<Engine & { rows: number }> =>
  importedEngine(folder, tableName, String(size), catalogue(size));
