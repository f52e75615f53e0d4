import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, Stack } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '#infra/app.ts';
import { allRoutes, routesOf } from '#infra/build/all-routes.ts';
import { buildFunctions } from '#infra/build/bundles.ts';
import { ensureSynthesized } from '#infra/build/ensure-synthesized.ts';
import { buildOpenApi } from '#infra/build/openapi.ts';
import { REQUESTS_BURST, REQUESTS_PER_SECOND, ROUTE_THROTTLES } from '#shared/platform/limits.ts';
import { type Assembly, readAssembly, type Statement, statementsOf, statementsOfRole } from './assembly.ts';

const READ = ['dynamodb:GetItem', 'dynamodb:Query'];
const WRITE = ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem'];

type LambdaFunction = {
  Description: string;
  Role: { 'Fn::GetAtt': [string, string] };
  Timeout: number;
  MemorySize: number;
};
type GatewayRoute = { RouteKey: string; AuthorizationType?: string; AuthorizerId?: { Ref: string } };

const scratch = mkdtempSync(join(tmpdir(), 'ocop-template-'));
let assembly: Assembly;

beforeAll(async () => {
  const { outDir } = await ensureSynthesized({ log: () => {} });
  assembly = readAssembly(outDir);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const lambda = (name: string): { id: string; role: string } => {
  const found = assembly.resources<LambdaFunction>('AWS::Lambda::Function').find(({ id }) => id.startsWith(name));
  if (!found) throw new Error(`There is no function ${name}.`);
  return { id: found.id, role: found.properties.Role['Fn::GetAtt'][0] };
};

const dynamoActions = (statements: Statement[]): string[] =>
  statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => Action)
    .filter((action) => action.startsWith('dynamodb:'))
    .sort();

const objectRights = (name: string): string[] =>
  statementsOfRole(assembly, lambda(name).role)
    .filter(({ Action }) => Action.some((action) => action.startsWith('s3:')))
    .flatMap(({ Effect, Action, Resource }) =>
      Action.flatMap((action) => {
        expect(Effect).toBe('Allow');
        return Resource.map((resource) => {
          const [, bucket, keys] =
            /GetAtt(\w+?)[0-9A-F]{8}Arn[0-9A-F]{8}"\}(?:,"([^"]*)")?/.exec(JSON.stringify(resource)) ?? [];
          return `${action} ${bucket}${keys ?? ''}`;
        });
      }),
    )
    .sort();

const routeKeys = (routes: typeof routesOf.catalog): string[] => routes.map(({ method, path }) => `${method} ${path}`);

describe('rights on data', () => {
  it('lets the catalog read items and nothing else', () => {
    expect(dynamoActions(statementsOfRole(assembly, lambda('Catalog').role))).toEqual(READ);
  });

  it('lets Images read and write items, and nothing of the table itself', () => {
    expect(dynamoActions(statementsOfRole(assembly, lambda('Images').role))).toEqual([...READ, ...WRITE].sort());
  });

  it.each(['Backoffice', 'Events', 'Schedules'])(
    'lets %s count in items beside that, and nothing of the table itself',
    (name) => {
      const actions = dynamoActions(statementsOfRole(assembly, lambda(name).role));
      expect(actions).toEqual([...READ, ...WRITE, 'dynamodb:UpdateItem'].sort());
    },
  );

  it('lets Stock read and write items, and query the one index, of which no other function has any right', () => {
    const allowed = statementsOfRole(assembly, lambda('Stock').role).filter(({ Effect }) => Effect === 'Allow');
    const ofIndex = (statement: Statement) => JSON.stringify(statement.Resource).includes('/index/');
    expect(dynamoActions(allowed.filter((one) => !ofIndex(one)))).toEqual(
      [...READ, ...WRITE, 'dynamodb:UpdateItem'].sort(),
    );
    expect(allowed.filter(ofIndex).map(({ Action }) => Action)).toEqual([['dynamodb:Query']]);
    for (const name of ['Backoffice', 'Catalog', 'Events', 'Images', 'Schedules']) {
      const others = statementsOfRole(assembly, lambda(name).role);
      expect(others.filter(({ Effect }) => Effect === 'Allow').filter(ofIndex)).toEqual([]);
    }
  });

  const PLACING = [
    'DeleteObject Media/media',
    'DeleteObject Media/private',
    'GetObject Media/media',
    'GetObject Media/private',
  ]
    .map((right) => `s3:${right}/*`)
    .concat([
      's3:ListBucket Media',
      's3:ListBucket Media',
      's3:PutObject Media/media/*',
      's3:PutObject Media/private/*',
    ]);
  it.each([
    { name: 'Catalog', rights: [] },
    { name: 'Stock', rights: [] },
    { name: 'Events', rights: [] },
    { name: 'Backoffice', rights: [...PLACING, 's3:PutObject Uploads/uploads/*'] },
    { name: 'Schedules', rights: PLACING },
    {
      name: 'Images',
      rights: [
        's3:DeleteObject Media/media/*',
        's3:DeleteObject Media/private/*',
        's3:DeleteObject Uploads/uploads/*',
        's3:GetObject Uploads/uploads/*',
        's3:ListBucket Uploads',
        's3:PutObject Media/media/*',
        's3:PutObject Media/private/*',
      ],
    },
  ])('gives $name exactly its rights on objects', ({ name, rights }) => {
    expect(objectRights(name)).toEqual(rights);
  });

  it('lets Images list what is below uploads/ alone, so that a missing upload is known to be missing', () => {
    const listing = statementsOfRole(assembly, lambda('Images').role).filter(({ Action }) =>
      Action.includes('s3:ListBucket'),
    );
    expect(listing.map(({ Condition }) => Condition)).toEqual([{ StringLike: { 's3:prefix': 'uploads/*' } }]);
  });

  it('lets Images do beside that what its log and its dead letters need', () => {
    const other = statementsOfRole(assembly, lambda('Images').role)
      .flatMap(({ Action }) => Action)
      .filter((action) => !/^(s3|dynamodb):/.test(action));
    expect(other.sort()).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:SendMessage',
    ]);
  });

  it('gives no role a managed policy or an inline one, but that of backups those of the service', () => {
    const roles = assembly.resources<{ ManagedPolicyArns?: unknown; Policies?: unknown }>('AWS::IAM::Role');
    for (const { id, stack, properties } of roles) {
      if (stack !== 'Ocop-Backup') expect([id, properties.ManagedPolicyArns]).toEqual([id, undefined]);
      expect([id, properties.Policies]).toEqual([id, undefined]);
    }
    const ofBackups = roles.filter(({ stack }) => stack === 'Ocop-Backup').map(({ properties }) => properties);
    const named = [...JSON.stringify(ofBackups).matchAll(/:iam::aws:policy\/([\w/-]+)/g)].map(([, name]) => name);
    expect(named).toEqual([
      'service-role/AWSBackupServiceRolePolicyForBackup',
      'AWSBackupServiceRolePolicyForS3Backup',
    ]);
  });

  it('allows no wildcard action and no wildcard resource anywhere', () => {
    const policies = ['AWS::IAM::Policy', 'AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'];
    const allowed = policies
      .flatMap((type) => assembly.resources<Parameters<typeof statementsOf>[0]>(type))
      .flatMap(({ properties }) => statementsOf(properties))
      .filter(({ Effect }) => Effect === 'Allow');
    expect(allowed.length).toBeGreaterThan(5);
    expect(allowed.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    expect(allowed.filter(({ Resource }) => Resource.includes('*'))).toEqual([]);
  });
});

describe('the HTTP API', () => {
  const gatewayRoutes = (): GatewayRoute[] =>
    assembly.resources<GatewayRoute>('AWS::ApiGatewayV2::Route').map(({ properties }) => properties);

  it('has a route for every operation of the OpenAPI document, and no other but $default', () => {
    const documented = Object.entries(buildOpenApi().paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(
      gatewayRoutes()
        .map(({ RouteKey }) => RouteKey)
        .sort(),
    ).toEqual([...documented, '$default'].sort());
  });

  it('puts the JWT authorizer before every signed-in route and before no public one', () => {
    const signedIn = allRoutes.filter(({ access }) => access === 'signed-in');
    const authorizers = assembly.resources<{ AuthorizerType: string }>('AWS::ApiGatewayV2::Authorizer');
    expect(authorizers.map(({ properties }) => properties.AuthorizerType)).toEqual(['JWT']);

    const guarded = gatewayRoutes().filter(({ AuthorizationType }) => AuthorizationType === 'JWT');
    expect(guarded.map(({ RouteKey }) => RouteKey).sort()).toEqual(routeKeys(signedIn).sort());
    for (const { AuthorizerId } of guarded) expect(AuthorizerId).toEqual({ Ref: authorizers[0]?.id });
    const open = gatewayRoutes().filter(({ AuthorizationType }) => AuthorizationType !== 'JWT');
    for (const { AuthorizationType, AuthorizerId } of open)
      expect([AuthorizationType, AuthorizerId]).toEqual(['NONE', undefined]);
  });

  it('serves public routes by the function that can only read', () => {
    expect(routesOf.catalog.filter(({ access }) => access !== 'public')).toEqual([]);
    expect(routesOf.catalog.filter(({ method }) => method !== 'GET')).toEqual([]);
    for (const routes of [routesOf.backoffice, routesOf.stock, routesOf.events])
      expect(routes.filter(({ access }) => access !== 'signed-in')).toEqual([]);
  });

  it('may invoke each function by one permission, however many routes there are', () => {
    const permissions = assembly
      .resources<{ Principal: string; FunctionName: { 'Fn::GetAtt': [string, string] } }>('AWS::Lambda::Permission')
      .filter(({ properties }) => properties.Principal === 'apigateway.amazonaws.com')
      .map(({ properties }) => properties.FunctionName['Fn::GetAtt'][0]);
    const answering = ['Backoffice', 'Catalog', 'Events', 'Stock'].map((name) => lambda(name).id);
    expect(permissions.sort()).toEqual(answering);
  });

  type Stage = { DefaultRouteSettings: unknown; RouteSettings: Record<string, unknown> };
  const stage = () => {
    const [found] = assembly.resources<Stage>('AWS::ApiGatewayV2::Stage');
    if (!found) throw new Error('There is no stage.');
    return found;
  };

  it('throttles paths that are no route at what /v1/limits tells', () => {
    expect(stage().properties.DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: REQUESTS_PER_SECOND,
      ThrottlingBurstLimit: REQUESTS_BURST,
    });
  });

  it('throttles every route at the rate of its class, which /v1/limits tells', async () => {
    const { RouteSettings } = stage().properties;
    expect(Object.keys(RouteSettings).sort()).toEqual(routeKeys(allRoutes).sort());
    const [limits] = allRoutes.filter(({ operationId }) => operationId === 'getLimits');
    if (limits?.access !== 'public') throw new Error('There is no public getLimits.');
    const { body } = await limits.handle({ now: new Date() } as never, {} as never);
    const seen = JSON.parse(body).requests.perRoute as Record<string, { perSecond: number; burst: number }>;
    expect(seen).toEqual(ROUTE_THROTTLES);
    const settingsOf = (name: string) => ({
      ThrottlingRateLimit: seen[name]?.perSecond,
      ThrottlingBurstLimit: seen[name]?.burst,
    });
    expect(RouteSettings['GET /v1/products']).toEqual(settingsOf('reads'));
    expect(RouteSettings['GET /v1/me']).toEqual(settingsOf('reads'));
    expect(RouteSettings['POST /v1/producers']).toEqual(settingsOf('signUps'));
    expect(RouteSettings['POST /v1/products/{id}/images']).toEqual(settingsOf('uploads'));
    for (const { method, path } of allRoutes) {
      const key = `${method} ${path}`;
      const isSpecial = key === 'POST /v1/producers' || key === 'POST /v1/products/{id}/images';
      if (!isSpecial)
        expect([key, RouteSettings[key]]).toEqual([key, settingsOf(method === 'GET' ? 'reads' : 'writes')]);
    }
  });

  it('takes sign-ups and uploads more slowly than writes, and writes more slowly than reads', () => {
    const { reads, writes, uploads, signUps } = ROUTE_THROTTLES;
    for (const of of ['perSecond', 'burst'] as const) {
      expect(reads[of]).toBeLessThanOrEqual(of === 'burst' ? REQUESTS_BURST : REQUESTS_PER_SECOND);
      expect([signUps[of], uploads[of], writes[of], reads[of]]).toEqual(
        [signUps[of], uploads[of], writes[of], reads[of]].sort((a, b) => a - b),
      );
    }
  });

  it('makes every route before the stage that throttles it', () => {
    const routes = assembly.resources<GatewayRoute>('AWS::ApiGatewayV2::Route');
    const text = readFileSync(join(assembly.outDir, 'Ocop-Api.template.json'), 'utf8');
    const { Resources } = JSON.parse(text) as { Resources: Record<string, { DependsOn?: string[] }> };
    const throttled = routes.filter(({ properties }) => properties.RouteKey !== '$default').map(({ id }) => id);
    expect(Resources[stage().id]?.DependsOn).toEqual(expect.arrayContaining(throttled));
  });

  it('keeps functions below the gateway’s 30 seconds', () => {
    for (const { id, properties } of assembly.resources<LambdaFunction>('AWS::Lambda::Function')) {
      if (!/^(Schedules|Images)/.test(id)) expect(properties.Timeout).toBeLessThan(29);
    }
  });
});

describe('what must not be lost', () => {
  it('keeps one table with point-in-time recovery, deletion protection, a stream and expiry', () => {
    const tables = assembly.resources<Record<string, unknown>>('AWS::DynamoDB::GlobalTable');
    expect(tables).toHaveLength(1);
    expect(tables[0]?.deletionPolicy).toBe('Retain');
    expect(tables[0]?.properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      Replicas: [
        { DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
      ],
    });
  });

  it('has one index, of what alone has an order of arrival, and none that would bind the other partitions', () => {
    const [table] = assembly.resources<Record<string, unknown>>('AWS::DynamoDB::GlobalTable');
    expect(table?.properties).not.toHaveProperty('LocalSecondaryIndexes');
    expect(table?.properties.GlobalSecondaryIndexes).toMatchObject([
      {
        IndexName: 'byArrival',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'arrived', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ]);
  });

  it('keeps people’s accounts when the stack goes', () => {
    const pools = assembly.resources<{ DeletionProtection: string }>('AWS::Cognito::UserPool');
    expect(pools.map(({ deletionPolicy, properties }) => [deletionPolicy, properties.DeletionProtection])).toEqual([
      ['Retain', 'ACTIVE'],
    ]);
  });

  it('lets nobody write their own groups or verified marks', () => {
    const clients = assembly.resources<{ WriteAttributes: string[]; GenerateSecret?: boolean }>(
      'AWS::Cognito::UserPoolClient',
    );
    expect(clients.map(({ properties }) => properties.WriteAttributes.sort())).toEqual([['email', 'locale', 'name']]);
  });
});

describe('buckets', () => {
  const PRIVATE = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  };

  it('block all public access, have no public ACL and are kept', () => {
    const buckets = assembly.resources<Record<string, unknown>>('AWS::S3::Bucket');
    expect(buckets).toHaveLength(3);
    for (const { deletionPolicy, properties } of buckets) {
      expect(properties.PublicAccessBlockConfiguration).toEqual(PRIVATE);
      expect(properties).not.toHaveProperty('AccessControl');
      expect(properties).not.toHaveProperty('WebsiteConfiguration');
      expect(deletionPolicy).toBe('Retain');
    }
  });

  it('admit nobody but services of AWS on behalf of this account, and only by TLS', () => {
    const policies = assembly.resources<Parameters<typeof statementsOf>[0]>('AWS::S3::BucketPolicy');
    expect(policies).toHaveLength(3);
    for (const statements of policies.map(({ properties }) => statementsOf(properties))) {
      for (const { Principal, Condition } of statements.filter(({ Effect }) => Effect === 'Allow')) {
        expect(Principal).toEqual({ Service: expect.stringMatching(/\.amazonaws\.com$/) });
        expect(Condition).toMatchObject({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } });
      }
      expect(statements).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    }
  });
});

describe('uploads', () => {
  it('may be sent from any page, and read by none', () => {
    const withCors = assembly
      .resources<{ CorsConfiguration?: unknown }>('AWS::S3::Bucket')
      .filter(({ properties }) => properties.CorsConfiguration !== undefined);
    expect(withCors.map(({ id, properties }) => [id.slice(0, 7), properties.CorsConfiguration])).toEqual([
      [
        'Uploads',
        {
          CorsRules: [
            {
              AllowedHeaders: ['*'],
              AllowedMethods: ['POST'],
              AllowedOrigins: ['*'],
              ExposedHeaders: ['ETag', 'Location'],
              MaxAge: 3600,
            },
          ],
        },
      ],
    ]);
  });

  it('are told of to the event bus, and gone after a day', () => {
    const seen = assembly
      .resources<Record<string, unknown>>('AWS::S3::Bucket')
      .filter(({ properties }) => properties.NotificationConfiguration !== undefined);
    expect(seen.map(({ id }) => id.slice(0, 7))).toEqual(['Uploads']);
    expect(seen[0]?.properties).toMatchObject({
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      LifecycleConfiguration: {
        Rules: [{ ExpirationInDays: 1, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' }],
      },
    });
  });
});

describe('operation', () => {
  it('finishes what requests have left every minute, everything every quarter of an hour, and keeps what fails', () => {
    const schedules = assembly.resources<Record<string, unknown>>('AWS::Scheduler::Schedule');
    expect(schedules.map(({ properties }) => properties)).toEqual([
      expect.objectContaining({
        ScheduleExpression: 'rate(1 minute)',
        Target: expect.objectContaining({
          DeadLetterConfig: { Arn: expect.anything() },
          Input: JSON.stringify({ withoutEvents: true }),
        }),
      }),
      expect.objectContaining({
        ScheduleExpression: 'rate(15 minutes)',
        Target: expect.objectContaining({ DeadLetterConfig: { Arn: expect.anything() } }),
      }),
    ]);
  });

  it('hands each upload to Images, and keeps what fails', () => {
    const rules = assembly
      .resources<Record<string, unknown>>('AWS::Events::Rule')
      .filter(({ stack }) => stack === 'Ocop-Api');
    expect(rules.map(({ properties }) => properties)).toEqual([
      expect.objectContaining({
        State: 'ENABLED',
        EventPattern: {
          source: ['aws.s3'],
          'detail-type': ['Object Created'],
          detail: {
            bucket: { name: [{ 'Fn::ImportValue': expect.stringContaining('RefUploads') }] },
            object: { key: [{ prefix: 'uploads/' }] },
          },
        },
        Targets: [
          expect.objectContaining({
            Arn: { 'Fn::GetAtt': [lambda('Images').id, 'Arn'] },
            DeadLetterConfig: { Arn: expect.anything() },
          }),
        ],
      }),
    ]);
  });

  it('tries what runs by itself three times, and then keeps it in a queue of its own that sounds an alarm', () => {
    type Invocations = {
      FunctionName: { Ref: string };
      MaximumRetryAttempts: number;
      MaximumEventAgeInSeconds: number;
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [string, string] } } };
    };
    const invocations = assembly
      .resources<Invocations>('AWS::Lambda::EventInvokeConfig')
      .map(({ properties }) => properties);
    expect(invocations.map(({ FunctionName }) => FunctionName.Ref).sort()).toEqual([
      lambda('Images').id,
      lambda('Schedules').id,
    ]);
    const queues = assembly.resources('AWS::SQS::Queue').map(({ id }) => id);
    const kept = invocations.map(({ DestinationConfig }) => DestinationConfig.OnFailure.Destination['Fn::GetAtt'][0]);
    expect(kept.sort()).toEqual(queues.sort());
    for (const { MaximumRetryAttempts, MaximumEventAgeInSeconds } of invocations)
      expect([MaximumRetryAttempts, MaximumEventAgeInSeconds]).toEqual([2, 21_600]);
    const watched = assembly
      .resources<{ Dimensions?: { Name: string; Value: { 'Fn::GetAtt'?: [string, string] } }[] }>(
        'AWS::CloudWatch::Alarm',
      )
      .flatMap(({ properties }) => properties.Dimensions ?? [])
      .flatMap(({ Name, Value }) => (Name === 'QueueName' ? [Value['Fn::GetAtt']?.[0]] : []));
    expect(watched.sort()).toEqual(queues);
  });

  it('runs Images where its compiled packages run', () => {
    const functions = assembly.resources<LambdaFunction & { Architectures: string[] }>('AWS::Lambda::Function');
    for (const { id, properties } of functions)
      expect([id, properties.Architectures]).toEqual([id, [id.startsWith('Images') ? 'x86_64' : 'arm64']]);
  });

  it('tells in each alarm what the failure means, and tells somebody', () => {
    const alarms = assembly.resources<{ AlarmDescription: string; AlarmActions: unknown[] }>('AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThanOrEqual(13);
    for (const { properties } of alarms) {
      expect(properties.AlarmDescription).toMatch(/\w+ \w+ .*\.$/);
      expect(properties.AlarmActions).toHaveLength(1);
    }
  });

  it('lets the alarms and budgets of this account publish to their topic', () => {
    const [policy] = assembly.resources<Parameters<typeof statementsOf>[0]>('AWS::SNS::TopicPolicy');
    expect(policy && statementsOf(policy.properties)).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: ['sns:Publish'],
        Principal: { Service: ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com'] },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    );
  });

  it('ends every log', () => {
    for (const { properties } of assembly.resources<{ RetentionInDays?: number }>('AWS::Logs::LogGroup')) {
      expect(properties.RetentionInDays).toBeGreaterThan(0);
    }
  });
});

describe('synthesis', () => {
  const bundles = join(scratch, 'bundles');
  const synthesizeInto = (name: string, change: (app: App) => void = () => {}): string => {
    const outdir = join(scratch, name);
    const app = createApp({ bundleDir: bundles, outdir, checkTemplates: false });
    change(app);
    app.synth();
    return outdir;
  };
  const templatesOf = (outDir: string): Record<string, string> =>
    Object.fromEntries(
      readdirSync(outDir)
        .filter((file) => file.endsWith('.template.json'))
        .map((file) => [file, readFileSync(join(outDir, file), 'utf8')]),
    );

  it('gives the same templates for the same sources, bundles included', async () => {
    await buildFunctions({ outDir: bundles });
    const first = templatesOf(synthesizeInto('first'));
    expect(Object.keys(first).sort()).toEqual([
      'Ocop-Api.template.json',
      'Ocop-Backup.template.json',
      'Ocop-Data.template.json',
    ]);
    await buildFunctions({ outDir: bundles });
    expect(templatesOf(synthesizeInto('second'))).toEqual(first);
    expect(templatesOf(assembly.outDir)).toEqual(first);
  });

  it('needs no resource for the making of itself, however long the way', () => {
    for (const text of Object.values(templatesOf(assembly.outDir))) {
      const { Resources } = JSON.parse(text) as { Resources: Record<string, { DependsOn?: string[] }> };
      const needsOf = (value: unknown): string[] => {
        if (typeof value !== 'object' || value === null) return [];
        return Object.entries(value).flatMap(([key, entry]) => {
          if (key === 'Ref') return [String(entry)];
          if (key === 'Fn::GetAtt') return [String([entry].flat()[0])];
          if (key === 'DependsOn') return [entry].flat().map(String);
          return needsOf(entry);
        });
      };
      const settled = new Set<string>();
      const visit = (id: string, way: string[]): void => {
        expect(way).not.toContain(id);
        if (settled.has(id) || !Resources[id]) return;
        for (const needed of needsOf(Resources[id])) visit(needed, [...way, id]);
        settled.add(id);
      };
      for (const id of Object.keys(Resources)) visit(id, []);
    }
  });

  it('leaves no finding of the rules without a reason', () => {
    const report = JSON.parse(readFileSync(join(assembly.outDir, 'validation-report.json'), 'utf8')) as unknown;
    expect(report).toMatchObject({ pluginReports: [] });
  });

  it('fails on a finding that nobody gave a reason for', () => {
    const addOpenBucket = (app: App): void => {
      new CfnBucket(app.node.findChild('Ocop-Data') as Stack, 'Open', { accessControl: 'PublicRead' });
    };
    expect(() => synthesizeInto('refused', addOpenBucket)).toThrow(/AwsSolutions-S10/);
  });

  it('makes the assembly once for unchanged sources', async () => {
    const lines: string[] = [];
    expect(await ensureSynthesized({ log: (line) => lines.push(line) })).toEqual({ outDir: assembly.outDir });
    expect(lines).toEqual([]);
  });
});
