import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DeadLetterQueue, type DeadLetterQueueProps, MAX_EVENT_AGE } from './dead-letter-queue.ts';

export type UploadJobProps = DeadLetterQueueProps & {
  description: string;
  /** Sends events of its objects to EventBridge. */
  bucket: IBucket;
  keyPrefix: string;
};

/**
 * Invokes a function for each new object of a bucket; an event that fails repeatedly goes to a dead-letter queue with
 * an alarm.
 */
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
