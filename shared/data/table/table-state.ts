import type { TableSettings } from '#shared/platform/env.ts';
import { createSend } from './reader.ts';
import { TransientFault } from './retry.ts';

/** Whether a table is available; `refused` holds the database's message. */
export type TableState = { state: 'present' | 'absent' | 'unreachable' } | { state: 'refused'; reason: string };

/** Checks the table with one DescribeTable, so that commands can report in one line why they cannot work. */
export const tableState = async (settings: TableSettings): Promise<TableState> => {
  const input = JSON.stringify({ TableName: settings.tableName });
  try {
    const { status, body } = await createSend(settings)('DynamoDB_20120810.DescribeTable', input);
    if (status === 200) return { state: 'present' };
    return body.includes('ResourceNotFoundException') ? { state: 'absent' } : { state: 'refused', reason: body };
  } catch (error) {
    if (error instanceof TransientFault) return { state: 'unreachable' };
    throw error;
  }
};
