import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSystem } from '../src/template.ts';
import { assembly, temporaryFolder } from './fixtures/system.ts';

type Resources = Record<string, { Type: string; Properties: Record<string, unknown> }>;

const withChange = async (change: (resources: Resources) => void, check: (outDir: string) => void): Promise<void> => {
  const folder = await temporaryFolder();
  try {
    await cp(assembly, folder.path, { recursive: true });
    const file = join(folder.path, 'api.template.json');
    const template = JSON.parse(await readFile(file, 'utf8')) as { Resources: Resources };
    change(template.Resources);
    await writeFile(file, JSON.stringify(template));
    check(folder.path);
  } finally {
    await folder.remove();
  }
};

const propertiesOf = (resources: Resources, id: string): Record<string, unknown> => {
  const resource = resources[id];
  if (!resource) throw new Error(`no resource ${id}`);
  return resource.Properties;
};

describe('a cloud assembly as a system', () => {
  const system = readSystem(assembly);

  it('has the functions that something calls, with their bundles and resolved environments', () => {
    expect(system.functions.map(({ name }) => name).sort()).toEqual(['Answers', 'Daily', 'Taken', 'Watcher']);
    expect(system.functions.find(({ name }) => name === 'Answers')).toEqual({
      arn: 'arn:aws:lambda:ap-southeast-1:000000000000:function:Answers',
      name: 'Answers',
      codeDir: join(assembly, 'asset.answers'),
      handler: 'index.handler',
      environment: { TABLE_NAME: 'Table0001', POOL: 'local_ocop' },
      timeoutSeconds: 2,
      memoryMb: 256,
    });
  });

  it('has the table without what only the cloud knows', () => {
    expect(system.tables).toEqual([
      {
        name: 'Table0001',
        ttlAttribute: 'expiresAt',
        definition: {
          TableName: 'Table0001',
          AttributeDefinitions: [
            { AttributeName: 'pk', AttributeType: 'S' },
            { AttributeName: 'sk', AttributeType: 'S' },
          ],
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          BillingMode: 'PAY_PER_REQUEST',
          StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
        },
      },
    ]);
  });

  it('has routes with their authorizers, CORS and throttling', () => {
    const byKey = Object.fromEntries(system.api.routes.map((route) => [route.routeKey, route.authorizer]));
    const authorizer = {
      issuer: 'https://cognito-idp.ap-southeast-1.amazonaws.com/local_ocop',
      audience: ['local-client'],
      identitySources: ['$request.header.Authorization'],
    };
    expect(byKey.$default).toBeUndefined();
    expect(byKey['GET /private']).toEqual({ ...authorizer, scopes: [] });
    expect(byKey['GET /scoped']).toEqual({ ...authorizer, scopes: ['ocop/write'] });
    expect(system.api.cors?.origins).toEqual(['https://ocop.example']);
    expect(system.api.throttle).toEqual({ rate: 2000, burst: 4000 });
    expect(system.api.routeThrottles).toEqual({ 'GET /narrow': { rate: 0.001, burst: 2 } });
  });

  it('has stream sources across stacks, and schedules', () => {
    expect(system.streams).toMatchObject([
      { tableName: 'Table0001', batchSize: 10, fromStart: true, maximumRetries: -1 },
    ]);
    expect(system.schedules).toMatchObject([
      { expression: 'cron(5 0 * * ? *)', timeZone: 'Asia/Ho_Chi_Minh', maximumRetries: 2 },
    ]);
    expect(system.notServed).toEqual([]);
  });

  it('has the buckets with their CORS rules, their expiry and whether they tell of their objects', () => {
    expect(system.buckets).toEqual([
      {
        name: 'uploads',
        cors: [{ origins: ['*'], methods: ['POST'], headers: ['*'], exposed: ['ETag'], maxAge: 60 }],
        expireAfterDays: 2,
        emitsEvents: true,
      },
      { name: 'media-000000000000', cors: [], emitsEvents: false },
    ]);
  });

  it('has the edge with the paths that it answers from a bucket and the headers that it adds', () => {
    expect(system.edge).toEqual({
      domainName: 'edge.cloudfront.net',
      apiHeaders: [['x-edge-secret', expect.stringMatching(/^[0-9a-f]{64}$/)]],
      objects: [
        {
          pathPattern: 'media/*',
          bucket: 'media-000000000000',
          methods: ['GET', 'HEAD', 'OPTIONS'],
          headers: [
            ['x-content-type-options', 'nosniff'],
            ['x-frame-options', 'DENY'],
          ],
        },
      ],
    });
  });

  it('gives a function the same secret that the edge sends', async () => {
    await withChange(
      (resources) => {
        const reference = ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:::}}'];
        const Variables = { SECRETS: { 'Fn::Join': ['', [...reference, ',', ...reference]] } };
        propertiesOf(resources, 'Answers').Environment = { Variables };
      },
      (outDir) => {
        const { functions, edge } = readSystem(outDir);
        const [secret] = edge?.apiHeaders.map(([, value]) => value) ?? [];
        const responses = functions.find(({ name }) => name === 'Answers');
        expect(responses?.environment.SECRETS).toBe(`${secret},${secret}`);
      },
    );
  });

  it('has the event rules of buckets with the function’s retries and its dead-letter queue', () => {
    expect(system.rules).toEqual([
      {
        name: 'Arrived',
        pattern: {
          source: ['aws.s3'],
          'detail-type': ['Object Created'],
          detail: { bucket: { name: ['uploads'] }, object: { key: [{ prefix: 'uploads/' }] } },
        },
        functionArn: 'arn:aws:lambda:ap-southeast-1:000000000000:function:Taken',
        maximumRetries: 1,
        deadLetterQueue: 'Poison',
      },
    ]);
  });

  it.each([
    {
      what: 'a rule of another source',
      change: { EventPattern: { source: ['aws.ec2'] } },
      named: 'the event rule Arrived',
    },
    {
      what: 'a target that is no function',
      change: { Targets: [{ Id: 'a', Arn: { 'Fn::GetAtt': ['Poison', 'Arn'] } }] },
      named: 'what the event rule Arrived hands to arn:aws:sqs:ap-southeast-1:000000000000:Poison',
    },
    {
      what: 'an event that is rewritten on its way',
      change: { Targets: [{ Id: 'a', Arn: { 'Fn::GetAtt': ['Taken', 'Arn'] }, InputPath: '$.detail' }] },
      named: 'what the event rule Arrived hands to arn:aws:lambda:ap-southeast-1:000000000000:function:Taken',
    },
  ])('names $what as not served', async ({ change, named }) => {
    await withChange(
      (resources) => Object.assign(propertiesOf(resources, 'Arrived'), change),
      (outDir) => expect(readSystem(outDir)).toMatchObject({ rules: [], notServed: [named] }),
    );
  });

  it('leaves a disabled rule alone', async () => {
    await withChange(
      (resources) => {
        propertiesOf(resources, 'Arrived').State = 'DISABLED';
      },
      (outDir) => expect(readSystem(outDir)).toMatchObject({ rules: [], notServed: [] }),
    );
  });

  it.each([
    { value: { 'Fn::GetAZs': '' }, named: 'Fn::GetAZs' },
    { value: { Ref: 'Nowhere' }, named: 'Nowhere' },
    { value: { 'Fn::ImportValue': 'nobody:exports-this' }, named: 'nobody:exports-this' },
    { value: { 'Fn::GetAtt': ['Pool', 'Colour'] }, named: 'Colour' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholder
    { value: { 'Fn::Sub': 'a-${Nowhere.Arn}' }, named: 'Nowhere.Arn' },
  ])('names what it cannot resolve: $named', async ({ value, named }) => {
    await withChange(
      (resources) => {
        propertiesOf(resources, 'Answers').Environment = { Variables: { X: value } };
      },
      (outDir) => expect(() => readSystem(outDir)).toThrow(named),
    );
  });

  it.each([
    {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholder
      value: { 'Fn::Sub': ['${A}/${AWS::Region}/${!Kept}', { A: { Ref: 'Client' } }] },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholder
      resolved: 'local-client/ap-southeast-1/${Kept}',
    },
    { value: { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, resolved: 'b' },
    {
      value: { 'Fn::Join': ['-', ['x', { 'Fn::GetAtt': 'Pool.ProviderName' }]] },
      resolved: 'x-cognito-idp.ap-southeast-1.amazonaws.com/local_ocop',
    },
  ])('resolves $value', async ({ value, resolved }) => {
    await withChange(
      (resources) => {
        propertiesOf(resources, 'Answers').Environment = { Variables: { X: value } };
      },
      (outDir) => {
        const found = readSystem(outDir).functions.find(({ name }) => name === 'Answers');
        expect(found?.environment.X).toBe(resolved);
      },
    );
  });

  it('refuses a route that would be open here though it is not in the cloud', async () => {
    await withChange(
      (resources) => {
        propertiesOf(resources, 'Private').AuthorizationType = 'AWS_IAM';
      },
      (outDir) => expect(() => readSystem(outDir)).toThrow('AWS_IAM'),
    );
  });
});
