import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { tableState } from '#shared/data/table/table-state.ts';
import { type Environment, type TableSettings, tableSettings } from '#shared/platform/env.ts';
import { Problem } from '#shared/platform/problem.ts';

/** The exit code of a command that could not do its work. */
const CANNOT_WORK = 2;

/** The reason why a command cannot work: one line for its user. */
export class CommandProblem extends Error {}

/** The folder in which `npm start` stores its data. */
export const dataDirOf = (env: Environment): string => resolve(env.DATA_DIR || '.data');

const localEnvironment = async (env: Environment): Promise<Environment> => {
  const dataDir = dataDirOf(env);
  const path = join(dataDir, 'local-system.json');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) {
    throw new CommandProblem(
      `No running start serves ${dataDir}: run npm start with the same DATA_DIR, or set TABLE_NAME and AWS_REGION.`,
    );
  }
  try {
    const { environment } = JSON.parse(text) as { environment: Environment };
    return { ...env, ...environment };
  } catch {
    throw new CommandProblem(`${path} cannot be read: stop npm start and start it again.`);
  }
};

/** Reads settings from an environment; a missing variable is a `CommandProblem`. */
export const settingsFrom = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    throw new CommandProblem((error as Error).message);
  }
};

/**
 * The system on which a command works: that of TABLE_NAME and AWS_REGION, otherwise that of `npm start`. An unavailable
 * table is a `CommandProblem`.
 */
export const findSystem = async (env: Environment): Promise<{ environment: Environment; table: TableSettings }> => {
  const environment = env.TABLE_NAME && env.AWS_REGION ? env : await localEnvironment(env);
  const table = settingsFrom(() => tableSettings(environment));
  const { tableName, endpoint } = table;
  const found = await tableState(table);
  if (found.state === 'unreachable') throw new CommandProblem(`No database answers at ${endpoint}.`);
  if (found.state === 'absent') throw new CommandProblem(`There is no table ${tableName} at ${endpoint}.`);
  if (found.state === 'refused') {
    throw new CommandProblem(`The table ${tableName} at ${endpoint} cannot be read: ${found.reason}`);
  }
  return { environment, table };
};

/** Runs a command and ends the process with its exit code; a `CommandProblem` is one line and exit code 2. */
export const runCommand = async (command: () => Promise<number>): Promise<void> => {
  // The engines field states the required Node version; the SDK's note about later versions would hide a command's one
  // line.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  try {
    process.exitCode = await command();
  } catch (error) {
    process.exitCode = CANNOT_WORK;
    if (error instanceof CommandProblem) console.error(error.message);
    else if (error instanceof Problem) console.error(`The table cannot be read: ${error.detail?.en ?? error.code}`);
    else console.error(error);
  }
  process.exit();
};
