import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type CfnBucket, HttpMethods, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { StandardBucket, type StandardBucketProps } from '#infra/constructs/standard-bucket.ts';
import { ARRIVAL_INDEX } from '#shared/data/table/reader.ts';
import { MEDIA_PREFIX } from '#shared/domain/images/renditions.ts';

/** The resources that outlive every deployment: the table, the media and the uploads. */
export class DataStack extends Stack {
  readonly table: TableV2;
  readonly media: IBucket;
  readonly uploads: IBucket;
  readonly accessLogs: IBucket;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      // Only ledger entries have its key attribute, so the index contains nothing else.
      globalSecondaryIndexes: [
        {
          indexName: ARRIVAL_INDEX.name,
          partitionKey: { name: 'pk', type: AttributeType.STRING },
          sortKey: { name: ARRIVAL_INDEX.sortKey, type: AttributeType.STRING },
        },
      ],
      billing: Billing.onDemand(),
      timeToLiveAttribute: 'expiresAt',
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });

    this.accessLogs = this.bucket('AccessLogs', {
      // CloudFront's standard logs are delivered with an ACL.
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    this.media = this.loggedBucket('Media', {
      versioned: true,
      lifecycleRules: [
        { noncurrentVersionExpiration: Duration.days(30), expiredObjectDeleteMarker: true },
        // Public files are copies of private ones.
        { prefix: MEDIA_PREFIX, noncurrentVersionExpiration: Duration.days(1), expiredObjectDeleteMarker: true },
      ],
    });
    this.uploads = this.loggedBucket('Uploads', {
      lifecycleRules: [{ expiration: Duration.days(1), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      // A form's policy restricts the upload; the origin of the page adds no protection.
      cors: [
        {
          allowedMethods: [HttpMethods.POST],
          allowedOrigins: ['*'],
          allowedHeaders: ['*'],
          exposedHeaders: ['ETag', 'Location'],
          maxAge: 3600,
        },
      ],
    });
    // Set on the resource itself, because CDK's own property adds a function with inline code.
    (this.uploads.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };

    // By account, not by distribution, because naming the distribution would make this stack depend on the edge.
    this.media.addToResourcePolicy(
      new PolicyStatement({
        actions: ['s3:GetObject'],
        resources: [this.media.arnForObjects(`${MEDIA_PREFIX}*`)],
        principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'MediaBucketName', { value: this.media.bucketName });
  }

  private loggedBucket(id: string, props: StandardBucketProps): IBucket {
    return this.bucket(id, {
      ...props,
      serverAccessLogsBucket: this.accessLogs,
      serverAccessLogsPrefix: `s3/${id.toLowerCase()}/`,
    });
  }

  private bucket(id: string, props: StandardBucketProps): IBucket {
    // CDK's own classes do not satisfy their interfaces under exactOptionalPropertyTypes.
    return new StandardBucket(this, id, props) as IBucket;
  }
}
