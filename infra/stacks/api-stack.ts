import { join } from 'node:path';
import { Annotations, Aws, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { allRoutes, routesOf } from '#infra/build/all-routes.ts';
import type { FunctionName } from '#infra/build/bundles.ts';
import { AlarmTopic } from '#infra/constructs/alarm.ts';
import { Edge } from '#infra/constructs/edge.ts';
import { EdgeSecrets } from '#infra/constructs/edge-secrets.ts';
import { Gateway } from '#infra/constructs/gateway.ts';
import { Identity } from '#infra/constructs/identity.ts';
import { tableStatementsOf } from '#infra/constructs/partition-rights.ts';
import { ScheduledJob } from '#infra/constructs/scheduled-job.ts';
import { SpendBudget } from '#infra/constructs/spend-budget.ts';
import {
  type ObjectRights,
  StandardFunction,
  type StandardFunctionProps,
} from '#infra/constructs/standard-function.ts';
import { TableAlarms } from '#infra/constructs/table-alarms.ts';
import { UploadJob } from '#infra/constructs/upload-job.ts';
import type { DeploymentOptions } from '#infra/deployment-options.ts';
import { reservedConcurrency } from '#infra/reserved-concurrency.ts';
import { MEDIA_PREFIX, PRIVATE_PREFIX, UPLOADS_PREFIX } from '#shared/domain/images/renditions.ts';

export type ApiStackProps = StackProps & {
  table: TableV2;
  media: IBucket;
  uploads: IBucket;
  accessLogs: IBucket;
  bundleDir: string;
  options: DeploymentOptions;
};

/**
 * The HTTP API, its functions, the user pool, the scheduled job, and the edge. The edge is in this stack because
 * functions need its address and it forwards to their API.
 */
export class ApiStack extends Stack {
  readonly alarmTopic: AlarmTopic;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    const { table, media, uploads, accessLogs, bundleDir, options, ...stackProps } = props;
    super(scope, id, stackProps);
    const alarmTopic = new AlarmTopic(this, 'Alarms', { email: options.alarmEmail });
    this.alarmTopic = alarmTopic;
    const reserved = reservedConcurrency(options.accountConcurrency);
    if (!reserved) {
      Annotations.of(this).addWarningV2(
        'ocop:reserved-concurrency',
        'No concurrency is reserved, because the account has too little: a flood of one function can starve the others. ' +
          'Ask for a quota of 1,000 concurrent executions and set accountConcurrency to it.',
      );
    }
    const addFunction = (
      name: FunctionName,
      own: Omit<
        StandardFunctionProps,
        'alarmTopic' | 'bundleDir' | 'reservedConcurrency' | 'table' | 'tableStatements'
      >,
    ): StandardFunction =>
      new StandardFunction(this, `${name.charAt(0).toUpperCase()}${name.slice(1)}`, {
        ...own,
        bundleDir: join(bundleDir, name),
        tableStatements: tableStatementsOf(name),
        reservedConcurrency: reserved?.[name],
        table,
        alarmTopic,
      });

    // A change of visibility copies between the prefixes in both directions, because older photos have public files
    // only.
    const placing: ObjectRights[] = [MEDIA_PREFIX, PRIVATE_PREFIX].map((prefix) => ({
      bucket: media,
      prefix,
      actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      tellsMissing: true,
    }));
    const catalog = addFunction('catalog', {
      description: 'Anonymous reads: products, producers, certificates, places, sales points and what they have.',
      memoryMegabytes: 1024,
      timeout: Duration.seconds(10),
      errorImpact: 'Buyers cannot see products, their stars or their producers.',
    });
    const backoffice = addFunction('backoffice', {
      description: 'Authenticated work of producers, offices and buyers.',
      environment: { UPLOADS_BUCKET: uploads.bucketName, MEDIA_BUCKET: media.bucketName },
      // A signed form has the rights of its signer.
      objects: [{ bucket: uploads, prefix: UPLOADS_PREFIX, actions: ['s3:PutObject'] }, ...placing],
      memoryMegabytes: 1024,
      timeout: Duration.seconds(20),
      errorImpact: 'Producers and offices cannot save or review; buyers still see what is published.',
    });
    const stock = addFunction('stock', {
      description: 'The shelves of sales points: reports, transfers, the ledger.',
      memoryMegabytes: 1024,
      timeout: Duration.seconds(28),
      errorImpact: 'Sales points cannot report what they sell and count; their phones keep it and send it again.',
    });
    const events = addFunction('events', {
      description: 'Events: what offices organise, who takes part, what comes of it.',
      memoryMegabytes: 1024,
      timeout: Duration.seconds(28),
      errorImpact: 'Offices cannot announce or change events, and nobody can register for one.',
    });
    const schedules = addFunction('schedules', {
      description:
        'Takes up what was cut off: changes that did not reach all that shows them, and files of images that are to go.',
      environment: { MEDIA_BUCKET: media.bucketName },
      objects: placing,
      memoryMegabytes: 512,
      timeout: Duration.minutes(5),
      errorImpact:
        'What was cut off is not finished: buyers may still see some products of a suspended producer or point and their photos, and files of deleted photos stay.',
    });
    const images = addFunction('images', {
      description: 'Makes what is shown of uploaded photos: checked, turned upright, without metadata, in every size.',
      // The image library is compiled for it.
      architecture: Architecture.X86_64,
      environment: { UPLOADS_BUCKET: uploads.bucketName, MEDIA_BUCKET: media.bucketName },
      objects: [
        { bucket: uploads, prefix: UPLOADS_PREFIX, actions: ['s3:GetObject', 's3:DeleteObject'], tellsMissing: true },
        { bucket: media, prefix: MEDIA_PREFIX, actions: ['s3:PutObject', 's3:DeleteObject'] },
        { bucket: media, prefix: PRIVATE_PREFIX, actions: ['s3:PutObject', 's3:DeleteObject'] },
      ],
      memoryMegabytes: 2048,
      timeout: Duration.seconds(60),
      errorImpact: 'Photos that producers upload are not shown; products keep the images they have.',
    });

    const { pool, client } = new Identity(this, 'Identity', {
      mailFrom: options.poolMailFrom,
      mailIdentity: options.poolMailIdentity,
    });
    const issuer = `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}/${pool.userPoolId}`;
    const gateway = new Gateway(this, 'Gateway', {
      authorizer: new HttpJwtAuthorizer('SignedIn', issuer, { jwtAudience: [client.userPoolClientId] }),
      fallback: catalog,
      backends: [
        { handler: catalog, routes: routesOf.catalog },
        { handler: backoffice, routes: routesOf.backoffice },
        { handler: stock, routes: routesOf.stock },
        { handler: events, routes: routesOf.events },
      ],
      alarmTopic,
    });
    const secrets = new EdgeSecrets(this, 'EdgeSecrets', options.edgeSecret);
    const edge = new Edge(this, 'Edge', {
      api: gateway.api,
      routes: allRoutes,
      secret: secrets.current,
      media,
      accessLogs,
      webAclArn: options.webAclArn,
    });
    for (const answering of [catalog, backoffice, stock, events])
      answering.addEnvironment('EDGE_SECRETS', options.edgeOnly ? secrets.accepted : 'off');
    for (const each of [catalog, backoffice, stock, events, schedules, images])
      each.addEnvironment('MEDIA_URL', edge.url);

    new ScheduledJob(this, 'Finishing', {
      schedules: {
        EveryMinute: {
          description: 'What requests have left: suspensions above all.',
          every: Duration.minutes(1),
          input: { withoutEvents: true },
        },
        Schedule: { description: 'Everything, with the tickets of events.', every: Duration.minutes(15) },
      },
      job: schedules,
      alarmTopic,
      errorImpact:
        'The recurring job did not run: a suspension or a pause that was cut off stays unfinished, and files of deleted photos stay, until it does.',
    });
    new UploadJob(this, 'Uploading', {
      description: 'Each photo that was uploaded.',
      job: images,
      bucket: uploads,
      keyPrefix: UPLOADS_PREFIX,
      alarmTopic,
      errorImpact: 'A photo could not be processed: its producer waits for it, and its file is deleted after a day.',
    });

    new TableAlarms(this, 'TableAlarms', { table, topic: alarmTopic });
    new SpendBudget(this, 'Spend', {
      monthlyUsd: options.monthlyBudgetUsd,
      errorImpact: 'OCOP spends more than its month allows, find out what asks so much before the money is gone',
      topic: alarmTopic,
    });

    new CfnOutput(this, 'ApiUrl', { value: gateway.api.apiEndpoint });
    new CfnOutput(this, 'UserPoolId', { value: pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: client.userPoolClientId });
    new CfnOutput(this, 'AlarmTopicArn', { value: alarmTopic.topicArn });
  }
}
