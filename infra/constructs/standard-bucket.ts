import { RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export type StandardBucketProps = Pick<
  BucketProps,
  'cors' | 'lifecycleRules' | 'objectOwnership' | 'serverAccessLogsBucket' | 'serverAccessLogsPrefix' | 'versioned'
>;

/** A private, encrypted bucket that requires TLS and is retained when its stack is deleted. */
export class StandardBucket extends Bucket {
  constructor(scope: Construct, id: string, props: StandardBucketProps) {
    super(scope, id, {
      ...props,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
