import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { StandardBucket } from '../constructs/standard-bucket.ts';

/** What must outlive every deployment: the table, the media and what people upload. */
export class DataStack extends Stack {
  readonly table: TableV2;
  readonly media: StandardBucket;
  readonly accessLogs: StandardBucket;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      timeToLiveAttribute: 'expiresAt',
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });

    this.accessLogs = new StandardBucket(this, 'AccessLogs', {
      // CloudFront's standard logs are delivered with an ACL.
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    this.media = this.bucket('Media', {
      versioned: true,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
    });
    this.bucket('Uploads', {
      lifecycleRules: [{ expiration: Duration.days(1), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });

    // By account, not by distribution: naming the distribution would make this stack depend on the edge that reads it.
    this.media.addToResourcePolicy(
      new PolicyStatement({
        actions: ['s3:GetObject'],
        resources: [this.media.arnForObjects('media/*')],
        principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    new CfnOutput(this, 'TableName', { value: this.table.tableName });
  }

  private bucket(id: string, props: ConstructorParameters<typeof StandardBucket>[2]): StandardBucket {
    return new StandardBucket(this, id, {
      ...props,
      serverAccessLogsBucket: this.accessLogs,
      serverAccessLogsPrefix: `s3/${id.toLowerCase()}/`,
    });
  }
}
