import { join } from 'node:path';
import { Aws, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { routesOf } from '../../functions/all-routes.ts';
import type { FunctionName } from '../build.ts';
import { AlarmTopic } from '../constructs/alarm.ts';
import { Gateway } from '../constructs/gateway.ts';
import { Identity } from '../constructs/identity.ts';
import { RecurringJob } from '../constructs/recurring-job.ts';
import { StandardFunction, type StandardFunctionProps } from '../constructs/standard-function.ts';

export type ApiStackProps = StackProps & { table: TableV2; bundleDir: string };

/** What answers: the HTTP API, its functions, who signs in, and the recurring job. */
export class ApiStack extends Stack {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, { table, bundleDir, ...props }: ApiStackProps) {
    super(scope, id, props);
    const alarmTopic = new AlarmTopic(this, 'Alarms');
    const addFunction = (
      name: FunctionName,
      own: Omit<StandardFunctionProps, 'alarmTopic' | 'bundleDir' | 'table'>,
    ): StandardFunction =>
      new StandardFunction(this, `${name.charAt(0).toUpperCase()}${name.slice(1)}`, {
        ...own,
        bundleDir: join(bundleDir, name),
        table,
        alarmTopic,
      });

    const catalog = addFunction('catalog', {
      description: 'Anonymous reads: products, producers, certificates, places, sales points and what they have.',
      tableAccess: 'read',
      memoryMegabytes: 1024,
      timeout: Duration.seconds(10),
      errorImpact: 'Buyers cannot see products, their stars or their producers.',
    });
    const backoffice = addFunction('backoffice', {
      description: 'Authenticated work of producers, offices and buyers.',
      tableAccess: 'read-write',
      memoryMegabytes: 1024,
      timeout: Duration.seconds(20),
      errorImpact: 'Producers and offices cannot save or review; buyers still see what is published.',
    });
    const stock = addFunction('stock', {
      description: 'The shelves of sales points: reports, transfers, the ledger.',
      tableAccess: 'read-write',
      readsByArrival: true,
      memoryMegabytes: 1024,
      timeout: Duration.seconds(28),
      errorImpact: 'Sales points cannot report what they sell and count; their phones keep it and send it again.',
    });
    const schedules = addFunction('schedules', {
      description:
        'Takes up what was cut off: changes of producers and sales points that did not reach all that shows them.',
      tableAccess: 'read-write',
      memoryMegabytes: 512,
      timeout: Duration.minutes(5),
      errorImpact:
        'A suspension or a pause that was cut off is not finished: buyers may still see some products of that producer or point.',
    });

    const { pool, client } = new Identity(this, 'Identity');
    const issuer = `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}/${pool.userPoolId}`;
    const gateway = new Gateway(this, 'Gateway', {
      authorizer: new HttpJwtAuthorizer('SignedIn', issuer, { jwtAudience: [client.userPoolClientId] }),
      fallback: catalog,
      backends: [
        { handler: catalog, routes: routesOf.catalog },
        { handler: backoffice, routes: routesOf.backoffice },
        { handler: stock, routes: routesOf.stock },
      ],
      alarmTopic,
    });
    this.api = gateway.api;
    new RecurringJob(this, 'Finishing', {
      description: 'Every quarter of an hour.',
      job: schedules,
      every: Duration.minutes(15),
      alarmTopic,
      errorImpact:
        'The recurring job did not run: a suspension or a pause that was cut off stays unfinished until it does.',
    });

    new CfnOutput(this, 'ApiUrl', { value: gateway.api.apiEndpoint });
    new CfnOutput(this, 'UserPoolId', { value: pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: client.userPoolClientId });
    new CfnOutput(this, 'AlarmTopicArn', { value: alarmTopic.topicArn });
  }
}
