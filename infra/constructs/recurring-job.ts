import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { MeaningfulAlarm } from './alarm.ts';

export type RecurringJobProps = {
  description: string;
  job: LambdaFunction;
  every: Duration;
  alarmTopic: ITopic;
  errorImpact: string;
};

/** Runs a function again and again; a run that failed for good stays in a queue and sounds an alarm. */
export class RecurringJob extends Construct {
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: RecurringJobProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    // The scheduler only hands the event over; a run that throws is Lambda's to retry and to report.
    props.job.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: new SqsDestination(this.deadLetters),
    });
    const invoker = new Role(this, 'Invoker', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    new Schedule(this, 'Schedule', {
      description: props.description,
      schedule: ScheduleExpression.rate(props.every),
      target: new LambdaInvoke(props.job, {
        role: invoker,
        deadLetterQueue: this.deadLetters,
        retryAttempts: 10,
        maxEventAge: Duration.hours(6),
      }),
    });
    Validations.of(this.deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is the dead-letter queue, of the schedule and of the function; an alarm sounds at its first message.',
    });
    const jobId = Stack.of(this).getLogicalId(props.job.node.defaultChild as CfnFunction);
    Validations.of(invoker).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${jobId}.Arn>:*]`,
      reason: 'The wildcard stands for the versions of this one function, which the scheduler may invoke.',
    });
    new MeaningfulAlarm(this, 'DeadLettersWaiting', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      errorImpact: props.errorImpact,
      topic: props.alarmTopic,
    });
  }
}
