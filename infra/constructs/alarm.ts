import { Aws } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/** Where alarms go: to one address from the start, where one is given, and to whoever an office subscribes later. */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string, { email }: { email?: string | undefined } = {}) {
    super(scope, id, { enforceSSL: true });
    // A policy of its own replaces the one that lets services of the account publish.
    const conditions = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } };
    this.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com', { conditions }));
    this.grantPublish(new ServicePrincipal('budgets.amazonaws.com', { conditions }));
    if (email !== undefined) this.addSubscription(new EmailSubscription(email));
  }
}

export type MeaningfulAlarmProps = {
  metric: IMetric;
  /** What the failure means to the people who use the system: whoever is woken reads this first. */
  errorImpact: string;
  topic: ITopic;
  threshold?: number;
  evaluationPeriods?: number;
};

/** An alarm that cannot exist without saying what its failure means. Sounds at `threshold` (1) or above. */
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
