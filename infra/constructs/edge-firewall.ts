import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

export type EdgeFirewallProps = {
  /** What one address may ask in five minutes. Many phones of one mobile network share an address. */
  requestsPerFiveMinutes: number;
};

/**
 * Rules of the common set that only count, with what they would refuse: descriptions of products are longer than 8 KB and
 * may hold links, and gates and programs name no user agent.
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

/** The firewall before the edge: a rate for each address, and what AWS knows of common attacks. */
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
