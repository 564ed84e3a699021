import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';

/** Properties of a Kafka client, by key. */
type ClientProperties = { readonly [key: string]: string };

/** What a way to authenticate decides. */
interface MskAuthenticationConfig {
  readonly port: number;
  readonly clientProperties: ClientProperties;
  readonly usesIam?: boolean;
  readonly secret?: ISecret;
  /** Multi-VPC private connectivity requires authentication. */
  readonly isUnauthenticated?: boolean;
}

/**
 * How a job authenticates to an Amazon MSK cluster.
 *
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
 * @example
 * declare const securityGroup: ec2.ISecurityGroup;
 * const orders = FlinkConnector.mskCluster({
 *   clusterArn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/orders/11111111-2222-3333-4444-555555555555-1',
 *   securityGroups: [securityGroup],
 *   authentication: MskAuthentication.iam(),
 *   topics: ['orders'],
 * });
 */
export class MskAuthentication {
  /**
   * IAM access control, on port 9098. The execution role is allowed to use topics, groups and transactional ids.
   * Serverless clusters support this one only.
   *
   * The client signs its requests itself, so it calls no other service. The job needs the library `aws-msk-iam-auth`.
   *
   * Property group: `security.protocol`, `sasl.mechanism`, `sasl.jaas.config`, `sasl.client.callback.handler.class`.
   *
   * @see https://docs.aws.amazon.com/msk/latest/developerguide/iam-access-control.html
   * @example
   * const authentication = MskAuthentication.iam();
   */
  public static iam(): MskAuthentication {
    return new MskAuthentication({
      port: 9098,
      usesIam: true,
      clientProperties: {
        'security.protocol': 'SASL_SSL',
        'sasl.mechanism': 'AWS_MSK_IAM',
        'sasl.jaas.config': 'software.amazon.msk.auth.iam.IAMLoginModule required;',
        'sasl.client.callback.handler.class': 'software.amazon.msk.auth.iam.IAMClientCallbackHandler',
      },
    });
  }

  /**
   * TLS encryption, with a client certificate or without authentication, on port 9094.
   *
   * Property group: `security.protocol`.
   *
   * @example
   * const authentication = MskAuthentication.tls();
   */
  public static tls(): MskAuthentication {
    return new MskAuthentication({ port: 9094, clientProperties: { 'security.protocol': 'SSL' } });
  }

  /**
   * A user name and a password (SASL/SCRAM), on port 9096.
   *
   * Property group: `security.protocol`, `sasl.mechanism`. The job makes `sasl.jaas.config` from the secret.
   *
   * @param secret the secret that is associated with the cluster. Its name begins with `AmazonMSK_`, and it is
   * encrypted with a customer managed key. The job is allowed to read and decrypt it.
   * @see https://docs.aws.amazon.com/msk/latest/developerguide/msk-password.html
   * @example
   * const secret = secretsmanager.Secret.fromSecretNameV2(this, 'Secret', 'AmazonMSK_orders');
   * const authentication = MskAuthentication.saslScram(secret);
   */
  public static saslScram(secret: ISecret): MskAuthentication {
    return new MskAuthentication({
      port: 9096,
      secret,
      clientProperties: { 'security.protocol': 'SASL_SSL', 'sasl.mechanism': 'SCRAM-SHA-512' },
    });
  }

  /**
   * Neither authentication nor encryption, on port 9092.
   *
   * Property group: `security.protocol`.
   *
   * @example
   * const authentication = MskAuthentication.plaintext();
   */
  public static plaintext(): MskAuthentication {
    return new MskAuthentication({
      port: 9092, clientProperties: { 'security.protocol': 'PLAINTEXT' }, isUnauthenticated: true,
    });
  }

  private constructor(private readonly config: MskAuthenticationConfig) {}

  /**
   * What the connector needs to know.
   *
   * @internal
   */
  public _bind(): MskAuthenticationConfig {
    return this.config;
  }
}
