import { Aws } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/** The topic of alarms, with an optional subscribed address; an office can subscribe more later. */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string, { email }: { email?: string | undefined } = {}) {
    super(scope, id, { enforceSSL: true });
    // A custom policy replaces the default, which lets services of the account publish.
    const conditions = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } };
    this.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com', { conditions }));
    this.grantPublish(new ServicePrincipal('budgets.amazonaws.com', { conditions }));
    if (email !== undefined) this.addSubscription(new EmailSubscription(email));
  }
}

export type MeaningfulAlarmProps = {
  metric: IMetric;
  /** What the failure means to users; the person on call reads this first. */
  errorImpact: string;
  topic: ITopic;
  threshold?: number;
  evaluationPeriods?: number;
};

/** An alarm that requires a description of its impact. It is raised at `threshold` (default 1) or above. */
export class MeaningfulAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: MeaningfulAlarmProps) {
    super(scope, id, {
      metric: props.metric,
      alarmDescription: props.errorImpact,
      threshold: props.threshold ?? 1,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.addAlarmAction(new SnsAction(props.topic));
    this.addOkAction(new SnsAction(props.topic));
  }
}
