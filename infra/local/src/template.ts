import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import {
  arn,
  functionArnIn,
  isObject,
  type Json,
  type JsonObject,
  type Placed,
  type Resolver,
  readAssembly,
  type Stack,
} from './resolver.ts';
import {
  type LocalBucketSource,
  type LocalEdge,
  type LocalRule,
  readBuckets,
  readEdge,
  readRules,
} from './template-objects.ts';

export type LocalFunction = {
  arn: string;
  name: string;
  codeDir: string;
  handler: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMb: number;
};
export type RouteAuthorizer = { issuer: string; audience: string[]; identitySources: string[]; scopes: string[] };
export type LocalRoute = { routeKey: string; functionArn: string; timeoutMs: number; authorizer?: RouteAuthorizer };
export type Cors = {
  origins: string[];
  methods: string[];
  headers: string[];
  exposed: string[];
  maxAge?: number;
  credentials: boolean;
};
export type Throttle = { rate: number; burst: number };
export type LocalApi = {
  apiId: string;
  routes: LocalRoute[];
  cors?: Cors;
  throttle?: Throttle;
  routeThrottles: Record<string, Throttle>;
};
export type LocalTable = { name: string; definition: Record<string, unknown>; ttlAttribute?: string };
export type LocalStreamSource = {
  id: string;
  tableName: string;
  functionArn: string;
  batchSize: number;
  fromStart: boolean;
  maximumRetries: number;
  reportsItemFailures: boolean;
  filters: Record<string, unknown>[];
};
export type LocalSchedule = {
  name: string;
  expression: string;
  timeZone: string;
  functionArn: string;
  input?: string;
  maximumRetries: number;
};
export type LocalSystem = {
  api: LocalApi;
  functions: LocalFunction[];
  tables: LocalTable[];
  streams: LocalStreamSource[];
  schedules: LocalSchedule[];
  buckets: LocalBucketSource[];
  edge?: LocalEdge;
  rules: LocalRule[];
  /** Resources of the template that are not served locally. */
  notServed: string[];
};

const readThrottle = (settings: Json | undefined): Throttle | undefined => {
  if (!isObject(settings) || settings.ThrottlingRateLimit === undefined) return undefined;
  const rate = Number(settings.ThrottlingRateLimit);
  return { rate, burst: Number(settings.ThrottlingBurstLimit ?? rate) };
};

const readTable = (resolver: Resolver, placed: Placed): LocalTable => {
  const { stack, resource } = placed;
  const properties = resolver.resolve(stack, pick(resource.Properties, tableProperties));
  if (!isObject(properties)) throw new Error(`${placed.logicalId}: a table needs properties`);
  const { TimeToLiveSpecification: ttl, StreamSpecification: stream, ...rest } = properties;
  const indexes = (value: Json | undefined): Json[] | undefined =>
    Array.isArray(value) ? value.map((index) => pick(isObject(index) ? index : {}, indexProperties)) : undefined;
  const secondary = indexes(rest.GlobalSecondaryIndexes);
  const local = indexes(rest.LocalSecondaryIndexes);
  const definition = {
    TableName: resolver.nameOf(placed),
    KeySchema: rest.KeySchema,
    AttributeDefinitions: rest.AttributeDefinitions,
    BillingMode: 'PAY_PER_REQUEST',
    ...(secondary ? { GlobalSecondaryIndexes: secondary } : {}),
    ...(local ? { LocalSecondaryIndexes: local } : {}),
    ...(isObject(stream)
      ? { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType ?? 'NEW_AND_OLD_IMAGES' } }
      : {}),
  };
  const ttlAttribute = isObject(ttl) && ttl.Enabled !== false ? ttl.AttributeName : undefined;
  return {
    name: resolver.nameOf(placed),
    definition,
    ...(typeof ttlAttribute === 'string' ? { ttlAttribute } : {}),
  };
};

const tableProperties = [
  'KeySchema',
  'AttributeDefinitions',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'TimeToLiveSpecification',
  'StreamSpecification',
];
const indexProperties = ['IndexName', 'KeySchema', 'Projection'];

const pick = (source: JsonObject | undefined, names: string[]): JsonObject =>
  Object.fromEntries(names.flatMap((name) => (source?.[name] === undefined ? [] : [[name, source[name]]])));

const readFunction = (
  resolver: Resolver,
  placed: Placed,
  arnOfIt: string,
  outDir: string,
  assets: Map<string, string>,
): LocalFunction => {
  const { stack, resource, logicalId } = placed;
  const properties = resource.Properties ?? {};
  const code = isObject(properties.Code) ? properties.Code : {};
  const named = resource.Metadata?.['aws:asset:path'];
  const codeDir =
    typeof named === 'string' ? resolve(outDir, named) : assets.get(basename(resolver.text(stack, code.S3Key)));
  if (codeDir === undefined || !existsSync(codeDir)) throw new Error(`${logicalId}: its bundle is not in ${outDir}`);
  const environment =
    isObject(properties.Environment) && isObject(properties.Environment.Variables)
      ? properties.Environment.Variables
      : {};
  return {
    arn: arnOfIt,
    name: resolver.nameOf(placed),
    codeDir,
    handler: resolver.text(stack, properties.Handler),
    environment: Object.fromEntries(
      Object.keys(environment).map((name) => [name, resolver.text(stack, environment[name])]),
    ),
    timeoutSeconds: Number(properties.Timeout ?? 3),
    memoryMb: Number(properties.MemorySize ?? 128),
  };
};

const readApi = (resolver: Resolver, all: Placed[], notServed: string[]): LocalApi => {
  const ofType = (type: string): Placed[] => all.filter(({ resource }) => resource.Type === type);
  const apis = ofType('AWS::ApiGatewayV2::Api').filter(
    ({ resource }) => resource.Properties?.ProtocolType !== 'WEBSOCKET',
  );
  const [api] = apis;
  if (!api || apis.length > 1)
    throw new Error(`The template has ${apis.length} HTTP APIs; this machine serves exactly one`);
  const integrationOf = (stack: Stack, target: string): Placed => {
    const id = target.replace(/^integrations\//, '');
    const found = ofType('AWS::ApiGatewayV2::Integration').find(
      (placed) => placed.stack === stack && placed.logicalId === id,
    );
    if (!found) throw new Error(`${stack.name}: no integration ${target}`);
    return found;
  };
  const authorizerOf = (stack: Stack, id: string, scopes: string[]): RouteAuthorizer => {
    const found = ofType('AWS::ApiGatewayV2::Authorizer').find(
      (placed) => placed.stack === stack && placed.logicalId === id,
    );
    const properties = found?.resource.Properties ?? {};
    const jwt = isObject(properties.JwtConfiguration) ? properties.JwtConfiguration : {};
    return {
      issuer: resolver.text(stack, jwt.Issuer),
      audience: resolver.texts(stack, jwt.Audience),
      identitySources: resolver.texts(stack, properties.IdentitySource),
      scopes,
    };
  };
  const routes = ofType('AWS::ApiGatewayV2::Route').map(({ stack, resource }): LocalRoute => {
    const properties = resource.Properties ?? {};
    const routeKey = resolver.text(stack, properties.RouteKey);
    const integration = integrationOf(stack, resolver.text(stack, properties.Target));
    const settings = integration.resource.Properties ?? {};
    if (settings.IntegrationType !== 'AWS_PROXY' || settings.PayloadFormatVersion !== '2.0') {
      throw new Error(`${routeKey}: only Lambda proxy integrations with payload format 2.0 are served here`);
    }
    const kind = properties.AuthorizationType ?? 'NONE';
    if (kind !== 'NONE' && kind !== 'JWT')
      throw new Error(`${routeKey}: the authorization type ${String(kind)} is not served here`);
    return {
      routeKey,
      functionArn: functionArnIn(resolver.text(integration.stack, settings.IntegrationUri)),
      timeoutMs: Number(settings.TimeoutInMillis ?? 30_000),
      ...(kind === 'JWT'
        ? {
            authorizer: authorizerOf(
              stack,
              resolver.text(stack, properties.AuthorizerId),
              resolver.texts(stack, properties.AuthorizationScopes),
            ),
          }
        : {}),
    };
  });
  const stages = ofType('AWS::ApiGatewayV2::Stage');
  const [stage] = stages;
  if (!stage || stages.length > 1 || stage.resource.Properties?.StageName !== '$default') {
    throw new Error('The HTTP API needs exactly one stage, $default, to be served here');
  }
  if (all.some(({ resource }) => resource.Type === 'AWS::ApiGatewayV2::DomainName'))
    notServed.push('custom domain names');
  const routeSettings = isObject(stage.resource.Properties.RouteSettings)
    ? stage.resource.Properties.RouteSettings
    : {};
  const cors = resolver.resolve(api.stack, api.resource.Properties?.CorsConfiguration);
  const throttle = readThrottle(stage.resource.Properties.DefaultRouteSettings);
  const list = (value: Json | undefined): string[] => resolver.texts(api.stack, value);
  return {
    apiId: resolver.nameOf(api),
    routes,
    ...(isObject(cors)
      ? {
          cors: {
            origins: list(cors.AllowOrigins),
            methods: list(cors.AllowMethods),
            headers: list(cors.AllowHeaders),
            exposed: list(cors.ExposeHeaders),
            credentials: cors.AllowCredentials === true,
            ...(cors.MaxAge === undefined ? {} : { maxAge: Number(cors.MaxAge) }),
          },
        }
      : {}),
    ...(throttle ? { throttle } : {}),
    routeThrottles: Object.fromEntries(
      Object.entries(routeSettings).flatMap(([key, settings]) => {
        const limit = readThrottle(settings);
        return limit ? [[key, limit]] : [];
      }),
    ),
  };
};

const readStreams = (resolver: Resolver, all: Placed[], notServed: string[]): LocalStreamSource[] =>
  all.flatMap(({ stack, logicalId, resource }): LocalStreamSource[] => {
    if (resource.Type !== 'AWS::Lambda::EventSourceMapping' || resource.Properties?.Enabled === false) return [];
    const properties = resource.Properties ?? {};
    const source = resolver.text(stack, properties.EventSourceArn);
    const tableName = /:table\/([^/]+)\/stream\//.exec(source)?.[1];
    if (tableName === undefined) {
      notServed.push(`the event source ${source}`);
      return [];
    }
    const target = resolver.text(stack, properties.FunctionName);
    const criteria = resolver.resolve(stack, properties.FilterCriteria);
    const filters = isObject(criteria) && Array.isArray(criteria.Filters) ? criteria.Filters : [];
    return [
      {
        id: logicalId,
        tableName,
        functionArn: target.startsWith('arn:') ? functionArnIn(target) : arn('lambda', `function:${target}`),
        batchSize: Number(properties.BatchSize ?? 100),
        fromStart: properties.StartingPosition === 'TRIM_HORIZON',
        maximumRetries: Number(properties.MaximumRetryAttempts ?? -1),
        reportsItemFailures: resolver
          .texts(stack, properties.FunctionResponseTypes)
          .includes('ReportBatchItemFailures'),
        filters: filters.flatMap((filter) =>
          isObject(filter) && typeof filter.Pattern === 'string'
            ? [JSON.parse(filter.Pattern) as Record<string, unknown>]
            : [],
        ),
      },
    ];
  });

const readSchedules = (resolver: Resolver, all: Placed[], notServed: string[]): LocalSchedule[] =>
  all.flatMap((placed): LocalSchedule[] => {
    const { stack, resource } = placed;
    const properties = resource.Properties ?? {};
    const isScheduler = resource.Type === 'AWS::Scheduler::Schedule';
    if ((!isScheduler && resource.Type !== 'AWS::Events::Rule') || properties.State === 'DISABLED') return [];
    if (properties.ScheduleExpression === undefined) return [];
    const targets = isScheduler ? [properties.Target] : Array.isArray(properties.Targets) ? properties.Targets : [];
    return targets.flatMap((target): LocalSchedule[] => {
      const settings = isObject(target) ? target : {};
      const targetArn = resolver.text(stack, settings.Arn);
      if (!targetArn.includes(':lambda:')) {
        notServed.push(`the schedule of ${targetArn}`);
        return [];
      }
      const retry = isObject(settings.RetryPolicy) ? settings.RetryPolicy : {};
      return [
        {
          name: resolver.nameOf(placed),
          expression: resolver.text(stack, properties.ScheduleExpression),
          timeZone:
            properties.ScheduleExpressionTimezone === undefined
              ? 'UTC'
              : resolver.text(stack, properties.ScheduleExpressionTimezone),
          functionArn: functionArnIn(targetArn),
          maximumRetries: Number(retry.MaximumRetryAttempts ?? 2),
          ...(settings.Input === undefined ? {} : { input: resolver.text(stack, settings.Input) }),
        },
      ];
    });
  });

/**
 * Reads the local system from a cloud assembly: one HTTP API with its edge, its functions, functions of table streams,
 * schedules and event rules, the tables and the buckets. Throws with the name of a required part that cannot be read.
 */
export const readSystem = (outDir: string): LocalSystem => {
  const { resolver, placed: all, assets } = readAssembly(outDir);
  const notServed: string[] = [];
  const api = readApi(resolver, all, notServed);
  const streams = readStreams(resolver, all, notServed);
  const schedules = readSchedules(resolver, all, notServed);
  const buckets = readBuckets(resolver, all, notServed);
  const edge = readEdge(resolver, all, buckets);
  const rules = readRules(resolver, all, notServed);
  const wanted = new Set([...api.routes, ...streams, ...schedules, ...rules].map(({ functionArn }) => functionArn));
  const functions = all.flatMap((placed) => {
    if (placed.resource.Type !== 'AWS::Lambda::Function') return [];
    const functionArn = arn('lambda', `function:${resolver.nameOf(placed)}`);
    return wanted.delete(functionArn) ? [readFunction(resolver, placed, functionArn, outDir, assets)] : [];
  });
  const [missing] = wanted;
  if (missing !== undefined) throw new Error(`No function ${missing} in the template`);
  const tables = all
    .filter(
      ({ resource }) => resource.Type === 'AWS::DynamoDB::Table' || resource.Type === 'AWS::DynamoDB::GlobalTable',
    )
    .map((placed) => readTable(resolver, placed));
  return { api, functions, tables, streams, schedules, buckets, ...(edge ? { edge } : {}), rules, notServed };
};
