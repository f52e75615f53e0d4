import { readFileSync } from 'node:fs';

/** A request that succeeded, and its response: values of the path and the query, the body, the status, and the JSON that came back. */
export type OperationExample = {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  status: number;
  response?: unknown;
};

/** Examples by operation id. `test/contract/examples.test.ts` executes them, and writes this file when run with `-u`. */
export const examples = JSON.parse(readFileSync(new URL('./examples.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, OperationExample>
>;
