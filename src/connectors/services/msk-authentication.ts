import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';

/**
 * How a job authenticates to an MSK cluster.
 *
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
 */
export class MskAuthentication {
  /**
   * With the execution role, on port 9098. Topics, groups and transactions are permissions of the role. Serverless clusters know only this one.
   *
   * The signature is made by the client itself: no endpoint is needed for it.
   *
   * @see https://docs.aws.amazon.com/msk/latest/developerguide/iam-access-control.html
   */
  public static iam(): MskAuthentication {
    return new MskAuthentication(9098, true);
  }

  /**
   * With a certificate, or encrypted without authentication, on port 9094.
   */
  public static tls(): MskAuthentication {
    return new MskAuthentication(9094);
  }

  /**
   * With a user name and password (SASL/SCRAM), on port 9096.
   *
   * @param secret the secret that is associated with the cluster: its name begins with `AmazonMSK_`, and it is encrypted with a key of yours.
   * The job may read and decrypt it.
   * @see https://docs.aws.amazon.com/msk/latest/developerguide/msk-password.html
   */
  public static saslScram(secret: ISecret): MskAuthentication {
    return new MskAuthentication(9096, false, secret);
  }

  /**
   * Not at all and not encrypted, on port 9092.
   */
  public static plaintext(): MskAuthentication {
    return new MskAuthentication(9092);
  }

  private constructor(
    /** @internal */
    public readonly _port: number,
    /** @internal */
    public readonly _usesIam = false,
    /** @internal */
    public readonly _secret?: ISecret,
  ) {}
}
