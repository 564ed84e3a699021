import { Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnKey, IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { applicationArnComponents } from './flink-application-base';
import { readable } from '../core/intrinsics';
import { keyPermission, targetKey } from '../core/key-permission';
import { reject } from '../core/problem';
import { warn } from '../core/warning';
import {
  ApplicationKeys, Conditions, contextCondition, grantCondition, keyOperatorStatements, mergeConditions,
} from '../lifecycle/key-statements';

const SERVICE = 'kinesisanalytics.amazonaws.com';
const INFRASTRUCTURE = 'infrastructure.kinesisanalytics.amazonaws.com';
const SYMMETRIC = 'SYMMETRIC_DEFAULT';

/**
 * The customer managed key that encrypts the state of an application, and the permissions to use it.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/key-management-flink.html
 */
export class ApplicationEncryption {
  private readonly applicationArn: string;
  /**
   * Whether the policy can contain the name. A generated name would be a circular dependency of key and application.
   */
  private readonly isNamed: boolean;

  constructor(private readonly scope: Construct, private readonly key: IKey, applicationName: string | undefined) {
    this.isNamed = applicationName !== undefined && !Token.isUnresolved(applicationName);
    this.applicationArn = Stack.of(scope).formatArn(applicationArnComponents(this.isNamed ? applicationName! : '*'));
    checkKey(scope, key);
  }

  /** Allows the service to use the key, or warns what the owner of the key must add to its policy. */
  public allowService(): void {
    const refused = this.keyPolicyStatements().filter(one => !this.key.addToResourcePolicy(one).statementAdded);
    if (refused.length === 0) return;
    warn(this.scope, 'encryption-key', `the policy of the key ${this.key.node.path} cannot be changed by this app: `
      + 'unless it has them already, the owner of the key must add the following statements, which '
      + `keyPolicyStatements() returns as data, or the service refuses the application: ${this.shown(refused)}`);
  }

  /** The statements that the policy of the key needs. */
  public keyPolicyStatements(): PolicyStatement[] {
    const account = { StringEquals: { 'aws:SourceAccount': Stack.of(this.scope).account } };
    const source = mergeConditions(account, this.sourceCondition());
    const context = contextCondition(this.applications);
    return [
      statement([SERVICE, INFRASTRUCTURE], ['kms:DescribeKey'], source),
      statement([SERVICE], ['kms:GenerateDataKey'], mergeConditions(source, context)),
      statement([SERVICE], ['kms:Decrypt'], context),
      statement([INFRASTRUCTURE], ['kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext'], context),
      statement([INFRASTRUCTURE], ['kms:CreateGrant'], mergeConditions(context, grantCondition())),
    ];
  }

  /** The statements that the identity of an operator needs. The service uses the key on the operator's behalf. */
  public operatorStatements(): PolicyStatement[] {
    return keyOperatorStatements(Stack.of(this.scope), this.applications);
  }

  private sourceCondition(): Conditions {
    return { [this.isNamed ? 'StringEquals' : 'ArnLike']: { 'aws:SourceArn': this.applicationArn } };
  }

  private get applications(): ApplicationKeys {
    const { resourceArns: keyArns, conditions } = keyPermission({ key: this.key, actions: [] });
    return { keyArns, applicationArn: this.applicationArn, isPattern: !this.isNamed, conditions };
  }

  private shown(statements: PolicyStatement[]): string {
    const resolved: unknown = Stack.of(this.scope).resolve(statements.map(one => one.toStatementJson() as unknown));
    return JSON.stringify(readable(resolved));
  }
}

function statement(services: string[], actions: string[], conditions: Conditions): PolicyStatement {
  return new PolicyStatement({
    principals: services.map(service => new ServicePrincipal(service)), actions, resources: ['*'], conditions,
  });
}

function checkKey(scope: Construct, key: IKey): void {
  const { region } = Stack.of(scope);
  const foreign = key.env.region !== region && ![key.env.region, region].some(Token.isUnresolved);
  if (foreign) {
    reject(scope, {
      property: 'encryptionKey',
      got: `${key.node.path} of the region ${key.env.region}`,
      allowed: `a key of the application's region, ${region}`,
      write: 'a key of that region, or a replica of a multi-Region key',
    });
  }
  const resource = (targetKey(key) ?? key).node.defaultChild;
  const spec = resource instanceof CfnKey ? resource.keySpec : undefined;
  if (spec === undefined || Token.isUnresolved(spec) || spec === SYMMETRIC) return;
  reject(scope, {
    property: 'encryptionKey',
    got: `${key.node.path} with the key spec ${spec}`,
    allowed: 'a symmetric key, since the service encrypts with data keys',
    write: '`new Key(this, \'Key\')`, whose key spec is symmetric',
  });
}
