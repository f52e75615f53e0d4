// Finds changes between two OpenAPI documents that break clients.

type Schema = { [key: string]: unknown };
type Media = Record<string, { schema?: Schema }>;
type Parameter = { $ref?: string; name: string; in: string; required?: boolean; schema?: Schema };
type Response = { $ref?: string; content?: Media };
type Operation = {
  operationId: string;
  security?: object[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Media };
  responses: Record<string, Response>;
};

/** The parts of an OpenAPI document that are compared. */
export type ContractDocument = {
  paths: Record<string, Record<string, Operation>>;
  components?: Record<string, Record<string, unknown>>;
};

type Direction = 'request' | 'response';
type Side = { before: unknown; after: unknown };

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const UPPER_BOUNDS = ['maxLength', 'maximum', 'exclusiveMaximum', 'maxItems'];
const LOWER_BOUNDS = ['minLength', 'minimum', 'exclusiveMinimum', 'minItems'];
const FORMS = ['type', 'format', 'pattern', 'multipleOf'];

const resolve = (document: ContractDocument, value: unknown): Schema => {
  const schema = (value ?? {}) as Schema;
  if (typeof schema.$ref !== 'string') return schema;
  const [, , kind = '', name = ''] = schema.$ref.split('/');
  return resolve(document, document.components?.[kind]?.[name]);
};

const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map((entry) => JSON.stringify(entry)) : []);

/** The values that a schema allows, if it lists them. */
const valuesOf = (schema: Schema): string[] =>
  schema.const === undefined ? textsOf(schema.enum) : [JSON.stringify(schema.const)];

const missingIn = (from: readonly string[], other: readonly string[]): string[] =>
  from.filter((entry) => !other.includes(entry));

const propertiesOf = (schema: Schema): Record<string, unknown> => (schema.properties ?? {}) as Record<string, unknown>;

const boundChanges = (place: string, before: Schema, after: Schema): string[] => {
  const tightened = (name: string, sign: 1 | -1): boolean => {
    const [old, now] = [before[name], after[name]];
    return typeof now === 'number' && (typeof old !== 'number' || sign * now < sign * old);
  };
  return [
    ...UPPER_BOUNDS.filter((name) => tightened(name, 1)),
    ...LOWER_BOUNDS.filter((name) => tightened(name, -1)),
  ].map((name) => `${place}: ${name} is stricter`);
};

const valueChanges = (place: string, direction: Direction, before: Schema, after: Schema): string[] => {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  if (old.length === 0 && now.length === 0) return [];
  if (old.length === 0) return direction === 'request' ? [`${place}: only some values are taken`] : [];
  if (now.length === 0) return direction === 'response' ? [`${place}: any value can come`] : [];
  return [
    ...missingIn(old, now).map((value) => `${place}: the value ${value} is gone`),
    ...(direction === 'response' ? missingIn(now, old).map((value) => `${place}: the value ${value} is new`) : []),
  ];
};

const requiredChanges = (place: string, direction: Direction, before: Schema, after: Schema): string[] => {
  const [old, now] = [textsOf(before.required), textsOf(after.required)];
  return direction === 'request'
    ? missingIn(now, old).map((name) => `${place}/${JSON.parse(name)}: is required now`)
    : missingIn(old, now)
        .filter((name) => JSON.parse(name) in propertiesOf(after))
        .map((name) => `${place}/${JSON.parse(name)}: can be absent now`);
};

type Walk = { before: ContractDocument; after: ContractDocument; direction: Direction; seen: Set<string> };

const schemaChanges = (walk: Walk, place: string, side: Side): string[] => {
  const { direction, seen } = walk;
  const pair = JSON.stringify([side.before, side.after]);
  // A recursive schema is compared once on its way down.
  if (pair.includes('"$ref"') && seen.has(pair)) return [];
  const deeper = { ...walk, seen: new Set(seen).add(pair) };
  const before = resolve(walk.before, side.before);
  const after = resolve(walk.after, side.after);
  const changes: string[] = FORMS.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .filter((name) => name === 'type' || (direction === 'request' ? name in after : name in before))
    .map((name) => `${place}: ${name} is another`);
  changes.push(...valueChanges(place, direction, before, after));
  changes.push(...requiredChanges(place, direction, before, after));
  if (direction === 'request') changes.push(...boundChanges(place, before, after));
  for (const [name, property] of Object.entries(propertiesOf(before))) {
    const now = propertiesOf(after)[name];
    if (now === undefined) changes.push(`${place}/${name}: the property is gone`);
    else changes.push(...schemaChanges(deeper, `${place}/${name}`, { before: property, after: now }));
  }
  for (const name of ['items', 'additionalProperties'])
    if (typeof before[name] === 'object' && typeof after[name] === 'object')
      changes.push(...schemaChanges(deeper, `${place}/*`, { before: before[name], after: after[name] }));
  for (const name of ['anyOf', 'oneOf', 'allOf']) {
    const [old, now] = [before[name], after[name]].map((value) => (Array.isArray(value) ? value : []));
    if (old?.length !== now?.length) changes.push(`${place}: ${name} has other alternatives`);
    else
      old?.forEach((alternative, index) => {
        changes.push(...schemaChanges(deeper, place, { before: alternative, after: now?.[index] }));
      });
  }
  return changes;
};

const mediaChanges = (walk: Walk, place: string, before: Media = {}, after: Media = {}): string[] =>
  Object.entries(before).flatMap(([type, { schema }]) => {
    const now = after[type];
    return now === undefined
      ? [`${place}: ${type} is gone`]
      : schemaChanges(walk, place, { before: schema, after: now.schema });
  });

const parameterChanges = (place: string, before: ContractDocument, after: ContractDocument, side: Side): string[] => {
  const parametersOf = (document: ContractDocument, operation: unknown) =>
    new Map(
      ((operation as Operation).parameters ?? [])
        .map((parameter) => resolve(document, parameter) as unknown as Parameter)
        .map((parameter) => [`${parameter.in} ${parameter.name}`, parameter]),
    );
  const [old, now] = [parametersOf(before, side.before), parametersOf(after, side.after)];
  const walk: Walk = { before, after, direction: 'request', seen: new Set() };
  const changes = [...old].flatMap(([key, parameter]) => {
    const other = now.get(key);
    return other === undefined
      ? [`${place} ${key}: the parameter is gone`]
      : schemaChanges(walk, `${place} ${key}`, { before: parameter.schema, after: other.schema });
  });
  for (const [key, { required }] of now)
    if (required && !old.get(key)?.required) changes.push(`${place} ${key}: is required now`);
  return changes;
};

const operationChanges = (
  place: string,
  before: ContractDocument,
  after: ContractDocument,
  side: { before: Operation; after: Operation },
): string[] => {
  const [old, now] = [side.before, side.after];
  const walk = (direction: Direction): Walk => ({ before, after, direction, seen: new Set() });
  return [
    ...(old.operationId === now.operationId ? [] : [`${place}: operationId is another`]),
    ...((old.security ?? []).length < (now.security ?? []).length ? [`${place}: needs a token now`] : []),
    ...parameterChanges(place, before, after, side),
    ...(now.requestBody?.required && !old.requestBody?.required ? [`${place} body: is required now`] : []),
    ...mediaChanges(walk('request'), `${place} body`, old.requestBody?.content, now.requestBody?.content),
    ...Object.entries(old.responses).flatMap(([status, response]) => {
      const other = now.responses[status];
      if (other === undefined) return [`${place} ${status}: the status is gone`];
      const [content, content2] = [resolve(before, response), resolve(after, other)].map(
        (resolved) => resolved.content as Media | undefined,
      );
      return mediaChanges(walk('response'), `${place} ${status}`, content, content2);
    }),
  ];
};

/**
 * The changes that break a client of `before`, one line each: removed parts, new or stricter requirements of requests,
 * and removed guarantees of responses.
 */
export const breakingChanges = (before: ContractDocument, after: ContractDocument): string[] => {
  const changes = Object.entries(before.paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const old = operations[method];
      if (old === undefined) return [];
      const place = `${method.toUpperCase()} ${path}`;
      const now = after.paths[path]?.[method];
      return now === undefined
        ? [`${place}: the operation is gone`]
        : operationChanges(place, before, after, { before: old, after: now });
    }),
  );
  return [...new Set(changes)];
};

/** The changes that `declarations` does not contain between backticks. */
export const undeclaredChanges = (changes: readonly string[], declarations: string): string[] =>
  changes.filter((change) => !declarations.includes(`\`${change}\``));
