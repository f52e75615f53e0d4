import { Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/**
 * The secrets by which functions recognise the edge: the one with the given number, which the edge sends, and the next
 * one, which functions already accept. Increasing the number by one rotates them in one deployment that rejects no
 * request.
 */
export class EdgeSecrets extends Construct {
  /** A reference to the secret of the edge; CloudFormation inserts the value. */
  readonly current: string;
  /** Both secrets in the format of `EDGE_SECRETS`. */
  readonly accepted: string;

  constructor(scope: Construct, id: string, number: number) {
    super(scope, id);
    const [current, next] = [number, number + 1].map((each) => {
      const secret = new Secret(this, `Secret${each}`, {
        description: `What the edge sends to the API so that nobody passes it by, number ${each}.`,
        generateSecretString: { passwordLength: 48, excludePunctuation: true },
      });
      Validations.of(secret).acknowledge({
        id: 'AwsSolutions-SMG4',
        reason: 'A deployment rotates it, together with the distribution that sends it (docs/operations.md).',
      });
      // CloudFormation resolves the reference at deployment; the template holds no secret.
      return secret.secretValue.unsafeUnwrap();
    }) as [string, string];
    this.current = current;
    this.accepted = `${current},${next}`;
  }
}
