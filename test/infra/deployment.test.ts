import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createApp } from '#infra/app.ts';
import { FUNCTION_NAMES } from '#infra/build/bundles.ts';
import { type Assembly, readAssembly, statementsOf } from './assembly.ts';

const scratch = mkdtempSync(join(tmpdir(), 'ocop-deployment-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const bundleDir = join(scratch, 'bundles');
for (const name of FUNCTION_NAMES) {
  mkdirSync(join(bundleDir, name), { recursive: true });
  writeFileSync(join(bundleDir, name, 'index.mjs'), '');
}

const deployments = new Map<string, { assembly: Assembly; warnings: string[] }>();
/** The templates of a deployment with these context values, and what was warned of. */
const deploy = (context: Record<string, unknown> = {}): { assembly: Assembly; warnings: string[] } => {
  const name = JSON.stringify(context);
  const known = deployments.get(name);
  if (known) return known;
  const outdir = join(scratch, `out-${deployments.size}`);
  const synthesized = createApp({ bundleDir, outdir, checkTemplates: false, context }).synth();
  const warnings = synthesized.stacks.flatMap(({ messages }) =>
    messages.filter(({ level }) => level === 'warning').map(({ entry }) => String(entry.data)),
  );
  const made = { assembly: readAssembly(outdir), warnings };
  deployments.set(name, made);
  return made;
};

type LambdaFunction = { Environment: { Variables: Record<string, unknown> }; ReservedConcurrentExecutions?: number };
const functionsOf = ({ assembly }: { assembly: Assembly }) =>
  new Map(
    assembly
      .resources<LambdaFunction>('AWS::Lambda::Function')
      .map(({ id, properties }) => [id.replace(/[0-9A-F]{8}$/, '').toLowerCase(), properties]),
  );
const ANSWERING = ['backoffice', 'catalog', 'events', 'stock'];

describe('the way around the edge', () => {
  const referencesOf = (value: unknown): string[] =>
    [...JSON.stringify(value).matchAll(/"Ref":"EdgeSecretsSecret(\d+)[0-9A-F]{8}"/g)].map(([, number]) => number ?? '');
  const sentBy = (deployment: { assembly: Assembly }): string[] =>
    deployment.assembly
      .resources<{ DistributionConfig: { Origins: { OriginCustomHeaders?: unknown }[] } }>(
        'AWS::CloudFront::Distribution',
      )
      .flatMap(({ properties }) => properties.DistributionConfig.Origins)
      .flatMap(({ OriginCustomHeaders }) => (OriginCustomHeaders ? referencesOf(OriginCustomHeaders) : []));

  it('is closed: each function that answers requests has the secrets, by reference, and no other function has', () => {
    for (const [name, { Environment }] of functionsOf(deploy())) {
      const secrets = Environment.Variables.EDGE_SECRETS;
      if (!ANSWERING.includes(name)) expect([name, secrets]).toEqual([name, undefined]);
      else
        expect([name, JSON.stringify(secrets)]).toEqual([name, expect.stringContaining('{{resolve:secretsmanager:')]);
    }
  });

  it('is closed by secrets of 48 letters and digits that AWS makes up', () => {
    const secrets = deploy().assembly.resources<Record<string, unknown>>('AWS::SecretsManager::Secret');
    expect(secrets.map(({ properties }) => properties.GenerateSecretString)).toEqual([
      { ExcludePunctuation: true, PasswordLength: 48 },
      { ExcludePunctuation: true, PasswordLength: 48 },
    ]);
    for (const { properties } of secrets) expect(properties).not.toHaveProperty('SecretString');
  });

  it.each([
    { edgeSecret: 1, sent: ['1'], accepted: ['1', '2'] },
    { edgeSecret: '2', sent: ['2'], accepted: ['2', '3'] },
  ])('stays closed while secrets change: number $edgeSecret is sent, it and the next are accepted', (rotation) => {
    const deployment = deploy(rotation.edgeSecret === 1 ? {} : { edgeSecret: rotation.edgeSecret });
    expect(sentBy(deployment)).toEqual(rotation.sent);
    for (const name of ANSWERING) {
      const { EDGE_SECRETS } = functionsOf(deployment).get(name)?.Environment.Variables ?? {};
      expect([name, referencesOf(EDGE_SECRETS)]).toEqual([name, rotation.accepted]);
    }
  });

  it('is opened by edgeOnly=false alone, in words, while the edge goes on sending its secret', () => {
    const open = deploy({ edgeOnly: 'false' });
    for (const name of ANSWERING) {
      expect([name, functionsOf(open).get(name)?.Environment.Variables.EDGE_SECRETS]).toEqual([name, 'off']);
    }
    expect(sentBy(open)).toEqual(['1']);
    expect(() => deploy({ edgeOnly: 'no' })).toThrow('edgeOnly');
  });
});

describe('concurrency', () => {
  it('is reserved for each function, and leaves an account of 1,000 the 100 that Lambda demands', () => {
    const reserved = [...functionsOf(deploy())].map(([name, { ReservedConcurrentExecutions: own }]) => [
      name,
      own ?? 0,
    ]);
    expect(reserved.map(([name]) => name).sort()).toEqual([...FUNCTION_NAMES].sort());
    for (const [name, own] of reserved) expect([name, Number(own) > 0]).toEqual([name, true]);
    const sum = reserved.reduce((total, [, own]) => total + Number(own), 0);
    expect(sum).toBeLessThanOrEqual(900);
    expect(deploy().warnings.join()).not.toContain('reserved');
  });

  it('lets no one function have so much that all others are left with less', () => {
    const reserved = [...functionsOf(deploy()).values()].map((each) => each.ReservedConcurrentExecutions ?? 0);
    expect(Math.max(...reserved)).toBeLessThanOrEqual(500);
  });

  it.each([10, 914])('is not reserved in an account with a quota of %d, and synthesis warns of it', (quota) => {
    const small = deploy({ accountConcurrency: String(quota) });
    for (const { ReservedConcurrentExecutions } of functionsOf(small).values())
      expect(ReservedConcurrentExecutions).toBeUndefined();
    expect(small.warnings).toContainEqual(expect.stringContaining('quota of 1,000'));
  });
});

describe('the firewall', () => {
  const firewall = (context: Record<string, unknown>) =>
    deploy(context).assembly.resources<{
      Scope: string;
      Rules: { Name: string; Statement: Record<string, Record<string, unknown>>; Action?: unknown }[];
    }>('AWS::WAFv2::WebACL');

  it('is an option', () => {
    expect(firewall({})).toEqual([]);
  });

  it('stands in us-east-1 with a rate for each address and the groups against common attacks', () => {
    const [made] = firewall({ waf: 'true', wafRequestsPerFiveMinutes: '5000' });
    expect(made?.stack).toBe('Ocop-Global');
    expect(made?.properties.Scope).toBe('CLOUDFRONT');
    expect(made?.properties.Rules.map(({ Name }) => Name)).toEqual([
      'RatePerAddress',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesCommonRuleSet',
    ]);
    expect(made?.properties.Rules[0]).toMatchObject({
      Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
      Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 5_000, EvaluationWindowSec: 300 } },
    });
  });

  it('lets the bodies and the programs pass that the API takes', () => {
    const [made] = firewall({ waf: true });
    const counted = JSON.stringify(made?.properties.Rules[2]?.Statement);
    for (const rule of ['SizeRestrictions_BODY', 'GenericRFI_BODY', 'NoUserAgent_HEADER'])
      expect(counted).toContain(`{"ActionToUse":{"Count":{}},"Name":"${rule}"}`);
  });

  it('stands before the edge once its address is given', () => {
    const webAclArn = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/Firewall/0f0f';
    const config = (context: Record<string, unknown>) =>
      deploy(context).assembly.resources<{ DistributionConfig: Record<string, unknown> }>(
        'AWS::CloudFront::Distribution',
      )[0]?.properties.DistributionConfig.WebACLId;
    expect([config({}), config({ webAclArn })]).toEqual([undefined, webAclArn]);
    expect(() => deploy({ webAclArn: 'arn:aws:wafv2:ap-southeast-1:123456789012:regional/webacl/a/b' })).toThrow(
      'webAclArn',
    );
  });
});

describe('alarms', () => {
  type AlarmProperties = {
    Namespace?: string;
    MetricName?: string;
    Dimensions?: { Name: string; Value: unknown }[];
    AlarmDescription: string;
    AlarmActions: unknown[];
  };
  const alarms = (context: Record<string, unknown>, namespace: string) =>
    deploy(context)
      .assembly.resources<AlarmProperties>('AWS::CloudWatch::Alarm')
      .filter(({ properties }) => properties.Namespace === namespace);

  it('sound for reads and writes that the table refuses, for its index, and for transactions that meet', () => {
    const found = alarms({}, 'AWS/DynamoDB').map(({ properties }) => properties);
    expect(found.map(({ MetricName }) => MetricName).sort()).toEqual([
      'ReadThrottleEvents',
      'TransactionConflict',
      'WriteThrottleEvents',
      'WriteThrottleEvents',
    ]);
    for (const { Dimensions } of found) expect(Dimensions?.map(({ Name }) => Name)).toContain('TableName');
    const ofIndex = found.flatMap(({ Dimensions }) =>
      (Dimensions ?? []).filter(({ Name }) => Name === 'GlobalSecondaryIndexName').map(({ Value }) => Value),
    );
    expect(ofIndex).toEqual(['byArrival']);
  });

  it('sound in us-east-1 for errors and refusals of the edge, once its id is given', () => {
    expect(alarms({}, 'AWS/CloudFront')).toEqual([]);
    const found = alarms({ distributionId: 'E2EXAMPLE' }, 'AWS/CloudFront');
    expect(found.map(({ stack, properties }) => [stack, properties.MetricName])).toEqual([
      ['Ocop-Global', '5xxErrorRate'],
      ['Ocop-Global', '4xxErrorRate'],
    ]);
    for (const { properties } of found) {
      expect(properties.Dimensions).toEqual([
        { Name: 'DistributionId', Value: 'E2EXAMPLE' },
        { Name: 'Region', Value: 'Global' },
      ]);
    }
    const manifest = JSON.parse(
      readFileSync(join(deploy({ distributionId: 'E2EXAMPLE' }).assembly.outDir, 'manifest.json'), 'utf8'),
    ) as { artifacts: Record<string, { environment?: string }> };
    expect(manifest.artifacts['Ocop-Global']?.environment).toBe('aws://unknown-account/us-east-1');
  });

  it('say what the failure means and reach somebody, in every stack', () => {
    const all = deploy({ distributionId: 'E2EXAMPLE' }).assembly.resources<AlarmProperties>('AWS::CloudWatch::Alarm');
    expect(new Set(all.map(({ stack }) => stack))).toEqual(new Set(['Ocop-Api', 'Ocop-Global']));
    for (const { properties } of all) {
      expect(properties.AlarmDescription).toMatch(/\w+ \w+ .*\.$/);
      expect(properties.AlarmActions).toHaveLength(1);
    }
  });

  it('go to an address where one is given', () => {
    const subscribed = (context: Record<string, unknown>) =>
      deploy(context)
        .assembly.resources<{ Protocol: string; Endpoint: string }>('AWS::SNS::Subscription')
        .map(({ stack, properties }) => [stack, properties.Protocol, properties.Endpoint]);
    expect(subscribed({})).toEqual([]);
    expect(subscribed({ distributionId: 'E2EXAMPLE', alarmEmail: 'ocop@example.vn' })).toEqual([
      ['Ocop-Api', 'email', 'ocop@example.vn'],
      ['Ocop-Global', 'email', 'ocop@example.vn'],
    ]);
  });

  it('tell of spending at 80% and 100% of the month’s amount and when it is forecast, by a name that says what it means', () => {
    type Budget = {
      Budget: { BudgetName: string; BudgetLimit: unknown; TimeUnit: string };
      NotificationsWithSubscribers: { Notification: Record<string, unknown>; Subscribers: unknown[] }[];
    };
    const [budget] = deploy({ monthlyBudgetUsd: '350' }).assembly.resources<Budget>('AWS::Budgets::Budget');
    expect(budget?.properties.Budget).toMatchObject({
      BudgetLimit: { Amount: 350, Unit: 'USD' },
      TimeUnit: 'MONTHLY',
      BudgetName: expect.stringMatching(/^\w+ \w+ .{20,}$/),
    });
    const seen = budget?.properties.NotificationsWithSubscribers ?? [];
    expect(seen.map(({ Notification }) => `${Notification.NotificationType} ${Notification.Threshold}`)).toEqual([
      'ACTUAL 80',
      'ACTUAL 100',
      'FORECASTED 100',
    ]);
    const [topic] = deploy({}).assembly.resources('AWS::SNS::Topic');
    for (const { Subscribers } of seen)
      expect(Subscribers).toEqual([{ SubscriptionType: 'SNS', Address: { Ref: topic?.id } }]);
  });
});

describe('the mail of the user pool', () => {
  const mailOf = (context: Record<string, unknown>) =>
    deploy(context).assembly.resources<{ EmailConfiguration?: unknown }>('AWS::Cognito::UserPool')[0]?.properties
      .EmailConfiguration;

  it('is sent by SES from the address that is given', () => {
    const context = { poolMailFrom: 'no-reply@ocop.example.vn' };
    expect(mailOf(context)).toMatchObject({
      EmailSendingAccount: 'DEVELOPER',
      From: 'OCOP <no-reply@ocop.example.vn>',
      SourceArn: { 'Fn::Join': ['', expect.arrayContaining([':identity/ocop.example.vn'])] },
    });
    expect(deploy(context).warnings).toEqual([]);
    expect(JSON.stringify(mailOf({ ...context, poolMailIdentity: 'example.vn' }))).toContain(':identity/example.vn"');
  });

  it('is warned of at synthesis where no address is given', () => {
    expect(mailOf({})).toBeUndefined();
    expect(deploy().warnings).toEqual([expect.stringContaining('poolMailFrom')]);
  });
});

describe('backups', () => {
  const planOf = (context: Record<string, unknown> = {}) => {
    const [plan] = deploy(context).assembly.resources<{
      BackupPlan: {
        BackupPlanRule: {
          RuleName: string;
          ScheduleExpression: string;
          Lifecycle: { DeleteAfterDays: number };
          TargetBackupVault: unknown;
          CopyActions?: unknown[];
        }[];
      };
    }>('AWS::Backup::BackupPlan');
    return plan?.properties.BackupPlan.BackupPlanRule ?? [];
  };
  const vaultOf = (context: Record<string, unknown> = {}) =>
    deploy(context).assembly.resources<{ LockConfiguration?: unknown; AccessPolicy: unknown }>(
      'AWS::Backup::BackupVault',
    );

  it('are made every night for 35 days and every month for a year, in a vault of their own that stays', () => {
    const [vault] = vaultOf();
    expect(vaultOf()).toHaveLength(1);
    expect(vault?.deletionPolicy).toBe('Retain');
    expect(planOf().map((rule) => [rule.RuleName, rule.ScheduleExpression, rule.Lifecycle.DeleteAfterDays])).toEqual([
      ['Daily', 'cron(0 18 * * ? *)', 35],
      ['Monthly', 'cron(0 19 1 * ? *)', 366],
    ]);
    for (const { TargetBackupVault } of planOf())
      expect(TargetBackupVault).toEqual({ 'Fn::GetAtt': [vault?.id, 'BackupVaultName'] });
  });

  it('hold the table and the media, and neither uploads nor logs', () => {
    const [selection] = deploy().assembly.resources<{ BackupSelection: { Resources: unknown[] } }>(
      'AWS::Backup::BackupSelection',
    );
    expect(selection?.properties.BackupSelection.Resources).toEqual([
      { 'Fn::ImportValue': expect.stringMatching(/GetAttTable[0-9A-F]{8}Arn/) },
      { 'Fn::ImportValue': expect.stringMatching(/GetAttMedia[0-9A-F]{8}Arn/) },
    ]);
    const versioned = deploy()
      .assembly.resources<{ VersioningConfiguration?: { Status: string } }>('AWS::S3::Bucket')
      .filter(({ properties }) => properties.VersioningConfiguration?.Status === 'Enabled');
    expect(versioned.map(({ id }) => id.slice(0, 5))).toEqual(['Media']);
  });

  it('can be deleted by nobody before their time', () => {
    const [policy] = vaultOf().map(({ properties }) =>
      statementsOf({ PolicyDocument: properties.AccessPolicy } as Parameters<typeof statementsOf>[0]),
    );
    expect(policy).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Action: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'],
        Principal: { AWS: '*' },
      }),
    ]);
  });

  it('are locked for 35 days, and copied to another vault, where that is asked for', () => {
    expect(vaultOf()[0]?.properties.LockConfiguration).toBeUndefined();
    expect(vaultOf({ backupVaultLock: 'true' })[0]?.properties.LockConfiguration).toEqual({ MinRetentionDays: 35 });
    const backupCopyVaultArn = 'arn:aws:backup:ap-northeast-1:123456789012:backup-vault:ocop';
    for (const { CopyActions } of planOf()) expect(CopyActions).toBeUndefined();
    expect(planOf({ backupCopyVaultArn }).map(({ CopyActions }) => CopyActions)).toEqual([
      [{ DestinationBackupVaultArn: backupCopyVaultArn, Lifecycle: { DeleteAfterDays: 35 } }],
      [{ DestinationBackupVaultArn: backupCopyVaultArn, Lifecycle: { DeleteAfterDays: 366 } }],
    ]);
  });

  it('that fail are told to the alarm topic, with what it means', () => {
    const [rule] = deploy()
      .assembly.resources<{ EventPattern: unknown; Targets: { Arn: unknown; Input: string }[] }>('AWS::Events::Rule')
      .filter(({ stack }) => stack === 'Ocop-Backup');
    expect(rule?.properties.EventPattern).toMatchObject({
      source: ['aws.backup'],
      detail: { state: ['ABORTED', 'EXPIRED', 'FAILED'] },
    });
    expect(rule?.properties.Targets).toEqual([
      expect.objectContaining({
        Arn: { 'Fn::ImportValue': expect.stringContaining('RefAlarms') },
        Input: expect.stringMatching(/^"A backup failed: .*\."$/),
      }),
    ]);
  });
});

describe('every option', () => {
  it('passes the rules together with all others', () => {
    const everything = deploy({
      edgeSecret: 3,
      distributionId: 'E2EXAMPLE',
      waf: true,
      webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/Firewall/0f0f',
      alarmEmail: 'ocop@example.vn',
      poolMailFrom: 'no-reply@ocop.example.vn',
      backupVaultLock: true,
      backupCopyVaultArn: 'arn:aws:backup:ap-northeast-1:123456789012:backup-vault:ocop',
    });
    const report = JSON.parse(readFileSync(join(everything.assembly.outDir, 'validation-report.json'), 'utf8'));
    expect(report).toMatchObject({ pluginReports: [] });
  });

  it('that makes no sense fails the synthesis and is named', () => {
    expect(() => deploy({ monthlyBudgetUsd: 'much', alarmEmail: 'nobody' })).toThrow(
      /context alarmEmail: .*\ncontext monthlyBudgetUsd: /,
    );
  });
});
