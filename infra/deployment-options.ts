import type { App } from 'aws-cdk-lib';
import * as z from 'zod';

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const whole = (min: number) => z.coerce.number().int().min(min);
const arnOf = (pattern: RegExp) => z.string().regex(pattern);

/**
 * Deployment settings of an office, each a CDK context value (`-c edgeOnly=false`); docs/operations.md describes their
 * effects and costs.
 */
const DeploymentOptions = z.strictObject({
  edgeOnly: flag.default(true),
  edgeSecret: whole(1).default(1),
  accountConcurrency: whole(1).default(1_000),
  distributionId: z
    .string()
    .regex(/^E[0-9A-Z]+$/)
    .optional(),
  waf: flag.default(false),
  wafRequestsPerFiveMinutes: whole(10).default(10_000),
  webAclArn: arnOf(/^arn:aws[\w-]*:wafv2:us-east-1:\d{12}:global\/webacl\/.+$/).optional(),
  alarmEmail: z.email().optional(),
  monthlyBudgetUsd: whole(1).default(200),
  poolMailFrom: z.email().optional(),
  poolMailIdentity: z.string().optional(),
  backupVaultLock: flag.default(false),
  backupCopyVaultArn: arnOf(/^arn:aws[\w-]*:backup:[\w-]+:\d{12}:backup-vault:.+$/).optional(),
});

/** The settings of a deployment, with defaults. */
export type DeploymentOptions = z.infer<typeof DeploymentOptions>;

/** Reads the settings from the app's context; throws an error that names every invalid value. */
export const readDeploymentOptions = (app: App): DeploymentOptions => {
  const given = Object.keys(DeploymentOptions.shape).flatMap((name) => {
    const value: unknown = app.node.tryGetContext(name);
    return value === undefined ? [] : [[name, value]];
  });
  const parsed = DeploymentOptions.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map(({ path, message }) => `context ${path.join('.')}: ${message}`).join('\n'));
};
