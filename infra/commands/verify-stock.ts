import { readFile } from 'node:fs/promises';
import { ensureSynthesized } from '#infra/build/ensure-synthesized.ts';
import { readFields } from '#infra/local/durable-file.ts';
import { createDynamo, DynamoRefusal } from '#infra/local/dynamo.ts';
import { engineRecordPath } from '#infra/local/engine.ts';
import { StartProblem } from '#infra/local/problem.ts';
import { localDynamo, readSettings } from '#infra/local/run.ts';
import { readSystem } from '#infra/local/template.ts';
import { TransientFault } from '#shared/data/table/retry.ts';
import { type TableSettings, tableSettings } from '#shared/platform/env.ts';
import { Problem } from '#shared/platform/problem.ts';
import { verifyStock } from '#shared/services/stock/verify-stock.ts';

const DIFFERENT = 1;
const NOT_LOOKED_AT = 2;

const endpointOf = async (dataDir: string): Promise<string> => {
  const path = engineRecordPath(dataDir);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const endpoint = readFields(text ?? '')?.endpoint;
  if (typeof endpoint === 'string') return endpoint;
  if (text !== undefined) throw new StartProblem(`${path} cannot be read: stop npm start and start it again.`);
  throw new StartProblem(
    `No running start serves ${dataDir}: run npm start with the same DATA_DIR, or set TABLE_NAME and AWS_REGION.`,
  );
};

/** The table that the environment names, otherwise the local system's. */
const settingsOf = async (env: NodeJS.ProcessEnv): Promise<TableSettings> => {
  if (env.TABLE_NAME && env.AWS_REGION) {
    try {
      return tableSettings();
    } catch (error) {
      throw new StartProblem((error as Error).message);
    }
  }
  const { dataDir, external } = readSettings(env);
  const dynamo = external ?? localDynamo(await endpointOf(dataDir));
  if (env.TABLE_NAME) return { ...dynamo, tableName: env.TABLE_NAME };
  const { outDir } = await ensureSynthesized({ log: () => undefined });
  const [table] = readSystem(outDir).tables;
  if (!table) throw new StartProblem('The template has no table.');
  return { ...dynamo, tableName: table.name };
};

const requireTable = async (settings: TableSettings): Promise<void> => {
  const { tableName, endpoint } = settings;
  try {
    await createDynamo(settings)('DescribeTable', { TableName: tableName });
  } catch (error) {
    if (error instanceof TransientFault) throw new StartProblem(`No database answers at ${endpoint}.`);
    if (!(error instanceof DynamoRefusal)) throw error;
    throw error.code === 'ResourceNotFoundException'
      ? new StartProblem(`There is no table ${tableName} at ${endpoint}.`)
      : new StartProblem(`The table ${tableName} at ${endpoint} cannot be read: ${error.message}`);
  }
};

try {
  const settings = await settingsOf(process.env);
  await requireTable(settings);
  const { points, levels, lines, unhashed, differences, unjudged } = await verifyStock(settings, (line) =>
    console.log(line),
  );
  const seconds = (performance.now() / 1_000).toFixed(1);
  const counts = [
    `${points} points`,
    `${levels} levels`,
    `${lines} ledger lines`,
    `${differences} differences`,
    ...(unhashed > 0 ? [`${unhashed} entries without a content hash`] : []),
    ...(unjudged > 0 ? [`${unjudged} not judged`] : []),
  ];
  console.log([...counts, `${seconds} s`].join(', '));
  process.exitCode = differences + unjudged > 0 ? DIFFERENT : 0;
} catch (error) {
  if (error instanceof StartProblem) console.error(error.message);
  else console.error(error instanceof Problem ? `The table cannot be read: ${error.detail?.en ?? error.code}` : error);
  process.exitCode = NOT_LOOKED_AT;
}
