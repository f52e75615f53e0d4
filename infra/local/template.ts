import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { localClientId, localRegion, localUserPoolId } from './identity.ts';

export const localAccountId = '000000000000';

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
  /** What the template asks for and this machine does not serve. */
  notServed: string[];
};

type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };
type JsonObject = { [key: string]: Json | undefined };
type Resource = { Type: string; Properties?: JsonObject; Metadata?: JsonObject };
type Template = {
  Resources?: Record<string, Resource>;
  Outputs?: Record<string, { Value: Json; Export?: { Name: Json } }>;
  Parameters?: Record<string, { Default?: Json }>;
};
type Stack = { name: string; template: Template };
type Placed = { stack: Stack; logicalId: string; resource: Resource };

const arn = (service: string, rest: string): string => `arn:aws:${service}:${localRegion}:${localAccountId}:${rest}`;

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readJson = (path: string): Json => JSON.parse(readFileSync(path, 'utf8')) as Json;

const pseudoParameters: Record<string, string> = {
  'AWS::Region': localRegion,
  'AWS::AccountId': localAccountId,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

const nameProperties: Record<string, string> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Events::Rule': 'Name',
  'AWS::Scheduler::Schedule': 'Name',
};

/** Resolves CloudFormation's intrinsic functions to what they are on this machine; what it cannot resolve it names. */
export class Resolver {
  private readonly stacks: Stack[];

  constructor(stacks: Stack[]) {
    this.stacks = stacks;
  }

  resolve(stack: Stack, value: Json | undefined): Json {
    if (value === undefined) return null;
    if (Array.isArray(value)) return value.map((item) => this.resolve(stack, item));
    if (!isObject(value)) return value;
    const keys = Object.keys(value);
    const key = keys[0];
    if (keys.length === 1 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'))) {
      return this.intrinsic(stack, key, value[key] ?? null);
    }
    return Object.fromEntries(keys.map((name) => [name, this.resolve(stack, value[name])]));
  }

  text(stack: Stack, value: Json | undefined): string {
    const resolved = this.resolve(stack, value);
    if (typeof resolved === 'string') return resolved;
    if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved);
    throw new Error(`${stack.name}: expected text where the template has ${JSON.stringify(value)}`);
  }

  texts(stack: Stack, value: Json | undefined): string[] {
    const resolved = this.resolve(stack, value);
    if (resolved === null) return [];
    return (Array.isArray(resolved) ? resolved : [resolved]).map((item) => this.text(stack, item));
  }

  nameOf({ stack, logicalId, resource }: Placed): string {
    const property = nameProperties[resource.Type];
    const given = property === undefined ? undefined : resource.Properties?.[property];
    return given === undefined ? logicalId : this.text(stack, given);
  }

  private find(stack: Stack, logicalId: string): Placed | undefined {
    const resource = stack.template.Resources?.[logicalId];
    return resource && { stack, logicalId, resource };
  }

  private intrinsic(stack: Stack, name: string, argument: Json): Json {
    const unresolvable = (): never => {
      throw new Error(`${stack.name}: cannot resolve ${JSON.stringify({ [name]: argument })} on this machine`);
    };
    switch (name) {
      case 'Ref':
        return this.ref(stack, String(argument)) ?? unresolvable();
      case 'Fn::GetAtt': {
        const [logicalId, ...attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
        return this.attribute(stack, logicalId ?? '', attribute.join('.')) ?? unresolvable();
      }
      case 'Fn::Join': {
        const [separator, parts] = Array.isArray(argument) ? argument : [];
        return typeof separator === 'string' ? this.texts(stack, parts).join(separator) : unresolvable();
      }
      case 'Fn::Sub':
        return this.substitute(stack, argument) ?? unresolvable();
      case 'Fn::Select': {
        const [index, list] = Array.isArray(argument) ? argument : [];
        return this.texts(stack, list)[Number(this.resolve(stack, index))] ?? unresolvable();
      }
      case 'Fn::Split': {
        const [separator, source] = Array.isArray(argument) ? argument : [];
        return typeof separator === 'string' ? this.text(stack, source).split(separator) : unresolvable();
      }
      case 'Fn::ImportValue':
        return this.imported(this.text(stack, argument)) ?? unresolvable();
      default:
        return unresolvable();
    }
  }

  private ref(stack: Stack, logicalId: string): string | undefined {
    if (logicalId in pseudoParameters) return pseudoParameters[logicalId];
    if (logicalId === 'AWS::StackName') return stack.name;
    if (logicalId === 'AWS::StackId') return arn('cloudformation', `stack/${stack.name}/local`);
    const parameter = stack.template.Parameters?.[logicalId];
    if (parameter) return parameter.Default === undefined ? undefined : this.text(stack, parameter.Default);
    const placed = this.find(stack, logicalId);
    if (!placed) return undefined;
    switch (placed.resource.Type) {
      case 'AWS::Cognito::UserPool':
        return localUserPoolId;
      case 'AWS::Cognito::UserPoolClient':
        return localClientId;
      case 'AWS::SQS::Queue':
        return `https://sqs.${localRegion}.amazonaws.com/${localAccountId}/${this.nameOf(placed)}`;
      case 'AWS::SNS::Topic':
        return arn('sns', this.nameOf(placed));
      case 'AWS::Lambda::Alias':
      case 'AWS::Lambda::Version':
        return this.text(stack, placed.resource.Properties?.FunctionName);
      default:
        return this.nameOf(placed);
    }
  }

  private attribute(stack: Stack, logicalId: string, attribute: string): string | undefined {
    const placed = this.find(stack, logicalId);
    if (!placed) return undefined;
    const name = this.nameOf(placed);
    switch (`${placed.resource.Type} ${attribute}`) {
      case 'AWS::DynamoDB::Table Arn':
      case 'AWS::DynamoDB::GlobalTable Arn':
        return arn('dynamodb', `table/${name}`);
      case 'AWS::DynamoDB::Table StreamArn':
      case 'AWS::DynamoDB::GlobalTable StreamArn':
        return arn('dynamodb', `table/${name}/stream/local`);
      case 'AWS::Lambda::Function Arn':
        return name.startsWith('arn:') ? name : arn('lambda', `function:${name}`);
      case 'AWS::Cognito::UserPool Arn':
        return arn('cognito-idp', `userpool/${localUserPoolId}`);
      case 'AWS::Cognito::UserPool UserPoolId':
        return localUserPoolId;
      case 'AWS::Cognito::UserPool ProviderName':
        return `cognito-idp.${localRegion}.amazonaws.com/${localUserPoolId}`;
      case 'AWS::Cognito::UserPool ProviderURL':
        return `https://cognito-idp.${localRegion}.amazonaws.com/${localUserPoolId}`;
      case 'AWS::Cognito::UserPoolClient ClientId':
        return localClientId;
      case 'AWS::S3::Bucket Arn':
        return `arn:aws:s3:::${name}`;
      case 'AWS::SQS::Queue Arn':
        return arn('sqs', name);
      case 'AWS::SQS::Queue QueueName':
        return name;
      case 'AWS::SNS::Topic TopicName':
        return name;
      case 'AWS::Logs::LogGroup Arn':
        return arn('logs', `log-group:${name}:*`);
      case 'AWS::IAM::Role Arn':
        return `arn:aws:iam::${localAccountId}:role/${name}`;
      case 'AWS::ApiGatewayV2::Api ApiId':
        return name;
      case 'AWS::ApiGatewayV2::Api ApiEndpoint':
        return `https://${name}.execute-api.${localRegion}.amazonaws.com`;
      default:
        return undefined;
    }
  }

  private substitute(stack: Stack, argument: Json): string | undefined {
    const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
    if (typeof template !== 'string') return undefined;
    let complete = true;
    const text = template.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      const given = isObject(variables) ? variables[name] : undefined;
      if (given !== undefined) return this.text(stack, given);
      const [logicalId, ...attribute] = name.split('.');
      const value =
        attribute.length > 0 ? this.attribute(stack, logicalId ?? '', attribute.join('.')) : this.ref(stack, name);
      if (value === undefined) complete = false;
      return value ?? '';
    });
    return complete ? text : undefined;
  }

  private imported(exportName: string): string | undefined {
    for (const stack of this.stacks) {
      for (const output of Object.values(stack.template.Outputs ?? {})) {
        if (output.Export && this.text(stack, output.Export.Name) === exportName) return this.text(stack, output.Value);
      }
    }
    return undefined;
  }
}

const readStacks = (outDir: string): Stack[] => {
  const manifest = readJson(join(outDir, 'manifest.json'));
  const artifacts = isObject(manifest) && isObject(manifest.artifacts) ? manifest.artifacts : {};
  return Object.entries(artifacts).flatMap(([id, artifact]) => {
    if (!isObject(artifact) || artifact.type !== 'aws:cloudformation:stack' || !isObject(artifact.properties))
      return [];
    const { templateFile, stackName } = artifact.properties;
    if (typeof templateFile !== 'string') throw new Error(`The stack ${id} has no template in ${outDir}`);
    const template = readJson(join(outDir, templateFile)) as Template;
    return [{ name: typeof stackName === 'string' ? stackName : id, template }];
  });
};

/** Where each asset's folder is, by the object key that the template names. */
const readAssets = (outDir: string): Map<string, string> => {
  const assets = new Map<string, string>();
  const manifest = readJson(join(outDir, 'manifest.json'));
  const artifacts = isObject(manifest) && isObject(manifest.artifacts) ? manifest.artifacts : {};
  for (const artifact of Object.values(artifacts)) {
    if (!isObject(artifact) || artifact.type !== 'cdk:asset-manifest' || !isObject(artifact.properties)) continue;
    const list = readJson(join(outDir, String(artifact.properties.file)));
    const files = isObject(list) && isObject(list.files) ? list.files : {};
    for (const file of Object.values(files)) {
      if (!isObject(file) || !isObject(file.source) || !isObject(file.destinations)) continue;
      for (const destination of Object.values(file.destinations)) {
        if (isObject(destination)) assets.set(String(destination.objectKey), resolve(outDir, String(file.source.path)));
      }
    }
  }
  return assets;
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

const functionArnIn = (text: string): string => {
  const match = /arn:aws:lambda:[^:]*:[^:]*:function:[^:/]+/.exec(text);
  if (!match) throw new Error(`${text} does not name a function`);
  return match[0];
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
    if (properties.ScheduleExpression === undefined) {
      notServed.push(`the event rule ${placed.logicalId}`);
      return [];
    }
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
 * Reads a cloud assembly into what this machine serves: one HTTP API, the functions behind it, behind table streams and
 * behind schedules, and the tables. What is needed and cannot be read is an error that names it.
 */
export const readSystem = (outDir: string): LocalSystem => {
  const stacks = readStacks(outDir);
  const assets = readAssets(outDir);
  const resolver = new Resolver(stacks);
  const notServed: string[] = [];
  const all = stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources ?? {}).map(([logicalId, resource]) => ({ stack, logicalId, resource })),
  );
  const api = readApi(resolver, all, notServed);
  const streams = readStreams(resolver, all, notServed);
  const schedules = readSchedules(resolver, all, notServed);
  const wanted = new Set([...api.routes, ...streams, ...schedules].map(({ functionArn }) => functionArn));
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
  return { api, functions, tables, streams, schedules, notServed };
};
