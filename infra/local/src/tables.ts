import { setTimeout as pause } from 'node:timers/promises';
import { type Dynamo, DynamoError } from './dynamo.ts';
import { StartProblem } from './problem.ts';
import type { LocalTable } from './template.ts';

const patienceMs = 60_000;

type Index = { IndexName: string };
type KeyPart = { AttributeName: string; KeyType: string };
type Description = {
  TableStatus: string;
  KeySchema: KeyPart[];
  GlobalSecondaryIndexes?: Index[];
  LocalSecondaryIndexes?: Index[];
  StreamSpecification?: { StreamEnabled?: boolean };
};

const describe = async (call: Dynamo, name: string): Promise<Description | undefined> => {
  try {
    return (await call<{ Table: Description }>('DescribeTable', { TableName: name })).Table;
  } catch (error) {
    if (error instanceof DynamoError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
};

const shapeOf = (table: Pick<Description, 'KeySchema' | 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes'>): string =>
  JSON.stringify([
    table.KeySchema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).sort(),
    [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])]
      .map(({ IndexName }) => IndexName)
      .sort(),
  ]);

/**
 * Creates the template's table if it does not exist, and enables its TTL. A table with another definition under the
 * same name is a `StartProblem`. Returns whether it was created. The stream is enabled only if a local function follows
 * it, because the engine keeps all stream records and writes become slower with their number.
 */
export const ensureTable = async (
  call: Dynamo,
  table: LocalTable,
  { isFollowed }: { isFollowed: boolean },
): Promise<{ created: boolean }> => {
  const before = await describe(call, table.name);
  const { StreamSpecification, ...unfollowed } = table.definition;
  if (before) {
    if (shapeOf(before) !== shapeOf(table.definition as unknown as Description)) {
      throw new StartProblem(
        `The table ${table.name} there has other keys or indexes than the template: set DATA_DIR to a new folder.`,
      );
    }
    if (isFollowed && StreamSpecification && !before.StreamSpecification?.StreamEnabled) {
      await call('UpdateTable', { TableName: table.name, StreamSpecification });
    }
    return { created: false };
  }
  await call('CreateTable', isFollowed ? table.definition : unfollowed).catch((error: unknown) => {
    if (!(error instanceof DynamoError) || error.code !== 'ResourceInUseException') throw error;
  });
  const deadline = performance.now() + patienceMs;
  while ((await describe(call, table.name))?.TableStatus !== 'ACTIVE') {
    if (performance.now() > deadline)
      throw new StartProblem(`The table ${table.name} did not become active within a minute.`);
    await pause(10);
  }
  if (table.ttlAttribute !== undefined) {
    await call('UpdateTimeToLive', {
      TableName: table.name,
      TimeToLiveSpecification: { Enabled: true, AttributeName: table.ttlAttribute },
    });
  }
  return { created: true };
};
