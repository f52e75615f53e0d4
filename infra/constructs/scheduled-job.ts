import { type Duration, Stack, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { DeadLetterQueue, type DeadLetterQueueProps, MAX_EVENT_AGE } from './dead-letter-queue.ts';

export type ScheduledJobProps = DeadLetterQueueProps & {
  /** By name. `input` is what the function gets in place of the scheduler's event. */
  schedules: Record<string, { description: string; every: Duration; input?: Record<string, unknown> }>;
};

/** Runs a function again and again; a run that failed for good stays in a queue and sounds an alarm. */
export class ScheduledJob extends Construct {
  constructor(scope: Construct, id: string, { schedules, ...failing }: ScheduledJobProps) {
    super(scope, id);
    const { job } = failing;
    const deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters', failing);
    const invoker = new Role(this, 'Invoker', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    for (const [name, { description, every, input }] of Object.entries(schedules)) {
      new Schedule(this, name, {
        description,
        schedule: ScheduleExpression.rate(every),
        target: new LambdaInvoke(job, {
          role: invoker,
          deadLetterQueue,
          retryAttempts: 10,
          maxEventAge: MAX_EVENT_AGE,
          ...(input ? { input: ScheduleTargetInput.fromObject(input) } : {}),
        }),
      });
    }
    const jobId = Stack.of(this).getLogicalId(job.node.defaultChild as CfnFunction);
    Validations.of(invoker).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${jobId}.Arn>:*]`,
      reason: 'The wildcard stands for the versions of this one function, which the scheduler may invoke.',
    });
  }
}
