import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

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
