import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault, type IBackupVault } from 'aws-cdk-lib/aws-backup';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { DeploymentOptions } from '#infra/deployment-options.ts';

const DAILY_KEPT = Duration.days(35);
const MONTHLY_KEPT = Duration.days(366);
/** The policies that AWS Backup requires; they change with the service. */
const SERVICE_POLICIES = {
  'service-role/AWSBackupServiceRolePolicyForBackup': 'It backs up the table.',
  AWSBackupServiceRolePolicyForS3Backup: 'It backs up the bucket of media.',
};

export type BackupStackProps = StackProps & {
  table: TableV2;
  media: IBucket;
  alarmTopic: ITopic;
  options: DeploymentOptions;
};

/**
 * Copies of the table and of the media in a separate vault, which people with rights on the data cannot empty. Uploads
 * are left out, because they expire after a day, and so are access logs.
 */
export class BackupStack extends Stack {
  constructor(scope: Construct, id: string, { table, media, alarmTopic, options, ...props }: BackupStackProps) {
    super(scope, id, props);
    const vault = new BackupVault(this, 'Vault', {
      blockRecoveryPointDeletion: true,
      removalPolicy: RemovalPolicy.RETAIN,
      // Without a date of immutability an administrator can still remove the lock.
      ...(options.backupVaultLock && { lockConfiguration: { minRetention: DAILY_KEPT } }),
    });
    const elsewhere =
      options.backupCopyVaultArn === undefined
        ? undefined
        : BackupVault.fromBackupVaultArn(this, 'Elsewhere', options.backupCopyVaultArn);
    const rule = (ruleName: string, schedule: Schedule, deleteAfter: Duration): BackupPlanRule =>
      new BackupPlanRule({
        ruleName,
        backupVault: vault as IBackupVault,
        scheduleExpression: schedule,
        deleteAfter,
        ...(elsewhere && { copyActions: [{ destinationBackupVault: elsewhere, deleteAfter }] }),
      });
    // One o'clock at night in Vietnam.
    const plan = new BackupPlan(this, 'Plan', {
      backupPlanRules: [
        rule('Daily', Schedule.cron({ hour: '18', minute: '0' }), DAILY_KEPT),
        rule('Monthly', Schedule.cron({ day: '1', hour: '19', minute: '0' }), MONTHLY_KEPT),
      ],
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('backup.amazonaws.com'),
      managedPolicies: Object.keys(SERVICE_POLICIES).map((name) => ManagedPolicy.fromAwsManagedPolicyName(name)),
    });
    for (const [name, reason] of Object.entries(SERVICE_POLICIES)) {
      const id = `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${name}]`;
      Validations.of(role).acknowledge({ id, reason: `${reason} AWS keeps the policy in step with the service.` });
    }
    plan.addSelection('Data', {
      role,
      resources: [BackupResource.fromDynamoDbTable(table), BackupResource.fromArn(media.bucketArn)],
    });

    const errorImpact =
      'A backup failed: what is lost today can be brought back from yesterday only, and from the table’s own 35 days.';
    new Rule(this, 'Failed', {
      description: errorImpact,
      eventPattern: {
        source: ['aws.backup'],
        detailType: ['Backup Job State Change', 'Copy Job State Change'],
        detail: { state: ['ABORTED', 'EXPIRED', 'FAILED'] },
      },
      targets: [new SnsTopic(alarmTopic, { message: RuleTargetInput.fromText(errorImpact) })],
    });
    new CfnOutput(this, 'VaultName', { value: vault.backupVaultName });
  }
}
