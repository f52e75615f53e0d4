import executed from './examples.json' with { type: 'json' };

/** A request that succeeded, and its response: values of the path and the query, the body, the status, and the JSON that came back. */
export type OperationExample = {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  status: number;
  response?: unknown;
};

/** Examples by operation id. `test/contract/examples.test.ts` executes them, and writes the file when run with `-u`. */
export const examples: Readonly<Record<string, OperationExample>> = executed;
