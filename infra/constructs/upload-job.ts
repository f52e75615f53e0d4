import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DeadLetterQueue, type DeadLetterQueueProps, MAX_EVENT_AGE } from './dead-letter-queue.ts';

export type UploadJobProps = DeadLetterQueueProps & {
  description: string;
  /** Tells EventBridge of its objects. */
  bucket: IBucket;
  keyPrefix: string;
};

/** Runs a function for each object that arrives in a bucket; one that it failed at for good stays in a queue and sounds an alarm. */
export class UploadJob extends Construct {
  constructor(scope: Construct, id: string, { description, bucket, keyPrefix, ...failing }: UploadJobProps) {
    super(scope, id);
    const deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters', failing);
    new Rule(this, 'Arrived', {
      description,
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key: Match.prefix(keyPrefix) } },
      },
      targets: [new LambdaFunction(failing.job, { deadLetterQueue, retryAttempts: 10, maxEventAge: MAX_EVENT_AGE })],
    });
  }
}
