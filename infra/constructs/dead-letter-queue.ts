import { Duration, Validations } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { MeaningfulAlarm } from './alarm.ts';

/** How long what is handed to a function may wait for it. */
export const MAX_EVENT_AGE = Duration.hours(6);

export type DeadLetterQueueProps = {
  /** Whose events end here, once they have been tried three times or have become too old. */
  job: LambdaFunction;
  alarmTopic: ITopic;
  errorImpact: string;
};

/** The queue in which the events stay that a function failed at for good; its first message sounds an alarm. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    // Who calls only hands the event over; a run that throws is Lambda's to retry and to report.
    props.job.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: MAX_EVENT_AGE,
      onFailure: new SqsDestination(this),
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is the dead-letter queue, of who calls and of the function; an alarm sounds at its first message.',
    });
    new MeaningfulAlarm(scope, `${id}Waiting`, {
      metric: this.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      errorImpact: props.errorImpact,
      topic: props.alarmTopic,
    });
  }
}
