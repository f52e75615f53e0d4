import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

export type EdgeFirewallProps = {
  /** Maximum number of requests of one address in five minutes. Many phones of one mobile network share an address. */
  requestsPerFiveMinutes: number;
};

/**
 * Rules of the common set that only count, because they would reject legitimate requests: descriptions of products
 * exceed 8 KB and can contain links, and gates and programs send no user agent.
 */
const COUNTED = ['SizeRestrictions_BODY', 'GenericRFI_BODY', 'NoUserAgent_HEADER'];

const visible = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
  metricName,
});

const managed = (priority: number, name: string, counted: string[]): CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ...(counted.length > 0 && {
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      }),
    },
  },
  visibilityConfig: visible(name),
});

/** The firewall of the edge: a rate limit for each address, and AWS's managed rules. */
export class EdgeFirewall extends CfnWebACL {
  constructor(scope: Construct, id: string, { requestsPerFiveMinutes }: EdgeFirewallProps) {
    super(scope, id, {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      description: 'A rate for each address, and known attacks.',
      rules: [
        {
          name: 'RatePerAddress',
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: {
            rateBasedStatement: { aggregateKeyType: 'IP', limit: requestsPerFiveMinutes, evaluationWindowSec: 300 },
          },
          visibilityConfig: visible('RatePerAddress'),
        },
        managed(1, 'AWSManagedRulesKnownBadInputsRuleSet', []),
        managed(2, 'AWSManagedRulesCommonRuleSet', COUNTED),
      ],
      visibilityConfig: visible('Firewall'),
    });
  }
}
