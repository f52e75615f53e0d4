import { AsyncLocalStorage } from 'node:async_hooks';
import { routesOf } from '#infra/build/all-routes.ts';
import type { FunctionName } from '#infra/build/bundles.ts';
import { type TableAction, type TableStatement, tableStatementsOf } from '#infra/constructs/partition-rights.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import type { Action, Writer } from '#shared/data/table/writer.ts';

const regExps = new Map<string, RegExp>();
const regExpOf = (pattern: string): RegExp => {
  const known = regExps.get(pattern);
  if (known) return known;
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const made = new RegExp(`^${source}$`, 's');
  regExps.set(pattern, made);
  return made;
};

/** Whether a name fits one of the patterns, by IAM's rules of StringLike. */
export const isLike = (name: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => regExpOf(pattern).test(name));

const PARAMETER = /\{\w+\}/g;
const routes = Object.entries(routesOf)
  .flatMap(([name, own]) => own.map(({ method, path }) => ({ name: name as FunctionName, method, path })))
  .map((route) => ({
    ...route,
    parameters: route.path.match(PARAMETER)?.length ?? 0,
    matches: new RegExp(`^${route.path.replaceAll('.', '\\.').replaceAll(PARAMETER, '[^/]+')}$`),
  }))
  .sort((a, b) => a.parameters - b.parameters);

/** The function that the gateway asks. */
export const functionOf = (method: string, path: string): FunctionName =>
  routes.find((route) => route.method === (method === 'HEAD' ? 'GET' : method) && route.matches.test(path))?.name ??
  'catalog';

/** The table as one function may use it: what its role does not allow is refused, and noted. */
export type Guard = {
  as: <T>(name: FunctionName, run: () => Promise<T>) => Promise<T>;
  reader: (real: Reader, name?: FunctionName) => Reader;
  writer: (real: Writer, name?: FunctionName) => Writer;
  /** Throws where anything was refused. */
  assertNothingRefused: () => void;
};

const ACTIONS: Record<Action['kind'], TableAction> = {
  put: 'dynamodb:PutItem',
  delete: 'dynamodb:DeleteItem',
  update: 'dynamodb:UpdateItem',
  check: 'dynamodb:ConditionCheckItem',
};

const statements = new Map<FunctionName, TableStatement[]>();
const statementsOf = (name: FunctionName): TableStatement[] => {
  const known = statements.get(name) ?? tableStatementsOf(name);
  statements.set(name, known);
  return known;
};

const isAllowed = (name: FunctionName, action: TableAction, partition: string, index: boolean): boolean =>
  statementsOf(name).some(
    (statement) =>
      statement.actions.includes(action) && statement.index === index && isLike(partition, statement.partitions),
  );

const partitionOf = (action: Action): string => {
  if (action.kind !== 'put') return action.key.pk;
  const { pk } = action.item;
  return pk && 'S' in pk ? pk.S : '';
};

/** Stands in for IAM, which the embedded engine does not have: every call is held against the statements of a function's role. */
export const guardTable = (): Guard => {
  const asking = new AsyncLocalStorage<FunctionName>();
  const refused = new Set<string>();

  const require = (own: FunctionName | undefined, action: TableAction, partition: string, index: boolean): void => {
    const name = own ?? asking.getStore();
    if (name === undefined || isAllowed(name, action, partition, index)) return;
    const error = `${name} may not ${action} ${partition}`;
    refused.add(error);
    throw new Error(error);
  };

  return {
    as: (name, run) => asking.run(name, run),
    reader: (real, name) => ({
      get(key, options) {
        require(name, 'dynamodb:GetItem', key.pk, false);
        return real.get(key, options);
      },
      query(range) {
        require(name, 'dynamodb:Query', range.pk, range.byArrival ?? false);
        return real.query(range);
      },
    }),
    writer: (real, name) => ({
      budgetMs: real.budgetMs,
      transact(actions, token) {
        for (const action of actions) require(name, ACTIONS[action.kind], partitionOf(action), false);
        return real.transact(actions, token);
      },
      countUp(key, attribute, options) {
        require(name, 'dynamodb:UpdateItem', key.pk, false);
        return real.countUp(key, attribute, options);
      },
    }),
    assertNothingRefused: () => {
      if (refused.size > 0) throw new Error([...refused].join('\n'));
    },
  };
};
