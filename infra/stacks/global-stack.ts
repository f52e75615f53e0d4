import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { AlarmTopic, MeaningfulAlarm } from '#infra/constructs/alarm.ts';
import { EdgeFirewall } from '#infra/constructs/edge-firewall.ts';
import type { DeploymentOptions } from '#infra/deployment-options.ts';

export type GlobalStackProps = StackProps & { options: DeploymentOptions };

/** Resources of the edge in us-east-1: alarms of its metrics, and its firewall. */
export class GlobalStack extends Stack {
  constructor(scope: Construct, id: string, { options, ...props }: GlobalStackProps) {
    super(scope, id, props);
    const topic = new AlarmTopic(this, 'Alarms', { email: options.alarmEmail });
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn });

    if (options.distributionId !== undefined) {
      const dimensionsMap = { DistributionId: options.distributionId, Region: 'Global' };
      const rate = (metricName: string): Metric =>
        new Metric({
          namespace: 'AWS/CloudFront',
          metricName,
          dimensionsMap,
          statistic: 'Average',
          period: Duration.minutes(5),
          region: 'us-east-1',
        });
      new MeaningfulAlarm(this, 'EdgeServerErrors', {
        metric: rate('5xxErrorRate'),
        threshold: 5,
        evaluationPeriods: 2,
        errorImpact: 'At least one in twenty requests fails for buyers, producers and offices, whatever they do.',
        topic,
      });
      new MeaningfulAlarm(this, 'EdgeRefusals', {
        metric: rate('4xxErrorRate'),
        threshold: 50,
        evaluationPeriods: 3,
        errorImpact:
          'Half of all requests are refused: the edge may send a secret that functions do not know, or a program asks wrongly.',
        topic,
      });
    }
    if (options.waf) {
      const firewall: CfnWebACL = new EdgeFirewall(this, 'Firewall', {
        requestsPerFiveMinutes: options.wafRequestsPerFiveMinutes,
      });
      new CfnOutput(this, 'WebAclArn', { value: firewall.attrArn });
    }
  }
}
