import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { ARRIVAL_INDEX } from '#shared/data/table/reader.ts';
import { MeaningfulAlarm } from './alarm.ts';
import type { TableStatement } from './partition-rights.ts';

export type ObjectRights = {
  bucket: IBucket;
  /** The prefix of the keys. */
  prefix: string;
  actions: ('s3:DeleteObject' | 's3:GetObject' | 's3:PutObject')[];
  /** Grants listing: without it S3 answers 403 for a missing object. */
  tellsMissing?: boolean;
};

export type StandardFunctionProps = {
  description: string;
  /** The folder of the build: `index.mjs` and its lazily loaded files. */
  bundleDir: string;
  table: TableV2;
  tableStatements: readonly TableStatement[];
  memoryMegabytes: number;
  timeout: Duration;
  /** Executions that are reserved for the function, which are also its maximum. */
  reservedConcurrency?: number | undefined;
  /** ARM unless it contains packages compiled for another architecture. */
  architecture?: Architecture;
  environment?: Record<string, string>;
  objects?: ObjectRights[];
  alarmTopic: ITopic;
  /** What a failure or throttling of this function means to users. */
  errorImpact: string;
};

const allowObjects = (role: Role, { bucket, prefix, actions, tellsMissing }: ObjectRights): void => {
  const objects = bucket.arnForObjects(`${prefix}*`);
  role.addToPolicy(new PolicyStatement({ actions, resources: [objects] }));
  if (tellsMissing) {
    const conditions = { StringLike: { 's3:prefix': `${prefix}*` } };
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn], conditions }));
  }
  // The rule refers to a bucket of another stack by the export that this stack will import.
  const exported = bucket.stack.resolve(bucket.stack.exportValue(bucket.bucketArn)) as { 'Fn::ImportValue': string };
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${exported['Fn::ImportValue']}/${prefix}*]`,
    reason: 'The wildcard stands for the objects below one prefix of one bucket.',
  });
};

/** A function of this system: prebuilt, with an explicit role, a log with retention, and alarms. */
export class StandardFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: StandardFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    const { tableArn } = props.table;
    for (const { actions, partitions, index } of props.tableStatements) {
      role.addToPolicy(
        new PolicyStatement({
          actions,
          resources: [index ? `${tableArn}/index/${ARRIVAL_INDEX.name}` : tableArn],
          conditions: {
            'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
            // A request without keys, such as a scan, satisfies `ForAllValues` trivially.
            Null: { 'dynamodb:LeadingKeys': 'false' },
          },
        }),
      );
    }
    for (const rights of props.objects ?? []) allowObjects(role, rights);

    super(scope, id, {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: props.architecture ?? Architecture.ARM_64,
      code: Code.fromAsset(props.bundleDir),
      handler: 'index.handler',
      memorySize: props.memoryMegabytes,
      timeout: props.timeout,
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
      environment: { TABLE_NAME: props.table.tableName, ...props.environment },
      role,
      logGroup,
    });

    const { alarmTopic: topic, errorImpact } = props;
    const period = Duration.minutes(5);
    new MeaningfulAlarm(scope, `${id}Errors`, { metric: this.metricErrors({ period }), errorImpact, topic });
    new MeaningfulAlarm(scope, `${id}Throttles`, { metric: this.metricThrottles({ period }), errorImpact, topic });
  }
}
