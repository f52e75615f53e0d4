import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  UserPool,
  type UserPoolClient,
  UserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';

/**
 * Who signs in. Anyone may sign up; only an administrator puts a person into the group `officer`, and what an
 * officer may do there is still bounded by the membership of an office in the table.
 */
export class Identity extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string) {
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
}
