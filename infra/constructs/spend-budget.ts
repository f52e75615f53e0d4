import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** The budget's name is its only text in notifications. */
const NAME_MAX = 100;

export type SpendBudgetProps = {
  monthlyUsd: number;
  /** What the overspending means to the office; it is the budget's name, so every notification contains it. */
  errorImpact: string;
  topic: ITopic;
};

/** Notifies the alarm topic when the account has spent 80% and 100% of a month's amount, and when 100% is forecast. */
export class SpendBudget extends Construct {
  constructor(scope: Construct, id: string, { monthlyUsd, errorImpact, topic }: SpendBudgetProps) {
    super(scope, id);
    if (errorImpact.length > NAME_MAX || /[:\\]/.test(errorImpact)) {
      throw new Error(`a budget's name has at most ${NAME_MAX} characters, no colon and no backslash: ${errorImpact}`);
    }
    const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }];
    const thresholds = [
      { notificationType: 'ACTUAL', threshold: 80 },
      { notificationType: 'ACTUAL', threshold: 100 },
      { notificationType: 'FORECASTED', threshold: 100 },
    ];
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: errorImpact,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyUsd, unit: 'USD' },
      },
      notificationsWithSubscribers: thresholds.map((threshold) => ({
        notification: { ...threshold, comparisonOperator: 'GREATER_THAN', thresholdType: 'PERCENTAGE' },
        subscribers,
      })),
    });
  }
}
