import { Annotations, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  type CfnUserPool,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  UserPool,
  type UserPoolClient,
  UserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';

export type IdentityProps = {
  /** The sender address of codes, by SES. */
  mailFrom?: string | undefined;
  /** The verified SES identity of the address; the default is its domain. */
  mailIdentity?: string | undefined;
};

/**
 * The user pool. Anyone can sign up; only an administrator adds a person to the group `officer`, and an officer's
 * rights also require the membership of an office in the table.
 */
export class Identity extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, { mailFrom, mailIdentity }: IdentityProps = {}) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      keepOriginal: { email: true },
      userVerification: {
        emailSubject: 'Mã xác nhận OCOP – Your OCOP code',
        emailBody: 'Mã xác nhận của bạn là {####}. Your verification code is {####}.',
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.sendMailBySes(mailFrom, mailIdentity);
    Validations.of(this.pool).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason:
          'Buyers and stall keepers sign in on shared or simple phones; a second factor is offered, and the right to ' +
          'change anything comes from memberships in the table, not from the pool.',
      },
      {
        id: 'AwsSolutions-COG8',
        reason: 'The plus plan is paid for each active person, and most of them are buyers; sign-in is rate limited.',
      },
    );
    const profile = new ClientAttributes().withStandardAttributes({ email: true, fullname: true, locale: true });
    this.client = this.pool.addClient('Client', {
      authFlows: { userSrp: true },
      disableOAuth: true,
      readAttributes: profile.withStandardAttributes({ emailVerified: true }),
      writeAttributes: profile,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
    });
    new UserPoolGroup(this, 'Officers', {
      userPool: this.pool,
      groupName: 'officer',
      description: 'Staff of OCOP coordination offices; filled by administrators only.',
    });
  }
  /** Set on the resource itself, because CDK's own property requires a region that is unknown before the deployment. */
  private sendMailBySes(from: string | undefined, identity = from?.split('@').at(-1)): void {
    if (from === undefined || identity === undefined) {
      Annotations.of(this.pool).addWarningV2(
        'ocop:pool-mail',
        'The user pool sends its codes by the mail of Cognito, some 50 a day: nobody can sign up after that. ' +
          'Set poolMailFrom to an address of a verified SES identity.',
      );
      return;
    }
    (this.pool.node.defaultChild as CfnUserPool).emailConfiguration = {
      emailSendingAccount: 'DEVELOPER',
      from: `OCOP <${from}>`,
      sourceArn: Stack.of(this).formatArn({ service: 'ses', resource: 'identity', resourceName: identity }),
    };
  }
}
