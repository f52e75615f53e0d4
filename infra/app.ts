import { pathToFileURL } from 'node:url';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { buildFunctions, DEFAULT_BUNDLE_DIR, DEPLOYED_PLATFORM } from '#infra/build/bundles.ts';
import { ApiStack } from '#infra/stacks/api-stack.ts';
import { BackupStack } from '#infra/stacks/backup-stack.ts';
import { DataStack } from '#infra/stacks/data-stack.ts';
import { GlobalStack } from '#infra/stacks/global-stack.ts';
import { readDeploymentOptions } from './deployment-options.ts';

// In code instead of cdk.json, which only the CDK's command line reads.
const FEATURE_FLAGS = {
  '@aws-cdk/aws-apigateway:logGroupDestinationArnWithoutWildcard': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
};

/** The whole system as stacks over existing bundles; `synth()` fails on a finding of cdk-nag without a reason. */
export const createApp = (options: {
  bundleDir: string;
  outdir?: string;
  /** Whether CDK checks the templates against the resource schemas too: two seconds and 270 MB. */
  checkTemplates?: boolean;
  /** Deployment options beside those of the command line's context. */
  context?: Record<string, unknown>;
}): App => {
  const { bundleDir, outdir, checkTemplates = true, context = {} } = options;
  const app = new App({
    analyticsReporting: false,
    builtinCloudFormationValidation: checkTemplates,
    context: { ...FEATURE_FLAGS, ...context },
    treeMetadata: false,
    ...(outdir !== undefined && { outdir }),
  });
  const deployment = readDeploymentOptions(app);
  const { table, media, uploads, accessLogs } = new DataStack(app, 'Ocop-Data');
  const api = new ApiStack(app, 'Ocop-Api', { table, media, uploads, accessLogs, bundleDir, options: deployment });
  new BackupStack(app, 'Ocop-Backup', { table, media, alarmTopic: api.alarmTopic, options: deployment });
  if (deployment.distributionId !== undefined || deployment.waf)
    new GlobalStack(app, 'Ocop-Global', { env: { region: 'us-east-1' }, options: deployment });

  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await buildFunctions({ platform: DEPLOYED_PLATFORM });
  createApp({ bundleDir: DEFAULT_BUNDLE_DIR }).synth();
}
