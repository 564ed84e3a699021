import { Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnKey, IKey } from 'aws-cdk-lib/aws-kms';
import { Construct, IValidation } from 'constructs';
import { applicationArnComponents } from './flink-application-base';
import { readable } from '../core/intrinsics';
import { keyPermission, targetKey } from '../core/key-permission';
import { reject } from '../core/problem';
import { SERVICE_LIMITS } from '../core/service-limits';
import { SharedState } from '../core/shared-state';
import { warn } from '../core/warning';
import {
  ApplicationKeys, Conditions, contextCondition, grantCondition, keyOperatorStatements, mergeConditions,
} from '../lifecycle/key-statements';

const SERVICE = 'kinesisanalytics.amazonaws.com';
const INFRASTRUCTURE = 'infrastructure.kinesisanalytics.amazonaws.com';
const SYMMETRIC = 'SYMMETRIC_DEFAULT';
const MAX_POLICY_SIZE = SERVICE_LIMITS.keyPolicyCharacters;

/** The keys whose policies are checked, each once for all applications that share it. */
const CHECKED = new SharedState<IValidation>('encryption-keys');

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
    const resource = resourceOf(key);
    if (resource !== undefined) CHECKED.getOrMake(resource, () => checkSize(resource));
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
  const spec = resourceOf(key)?.keySpec;
  if (spec === undefined || Token.isUnresolved(spec) || spec === SYMMETRIC) return;
  reject(scope, {
    property: 'encryptionKey',
    got: `${key.node.path} with the key spec ${spec}`,
    allowed: 'a symmetric key, since the service encrypts with data keys',
    write: '`new Key(this, \'Key\')`, whose key spec is symmetric',
  });
}

/** The resource of a key that the app defines. One that was made from its resource lies below it. */
function resourceOf(key: IKey): CfnKey | undefined {
  const { defaultChild, scope } = (targetKey(key) ?? key).node;
  return [defaultChild, scope].find(construct => CfnKey.isCfnKey(construct)) as CfnKey | undefined;
}

function checkSize(key: CfnKey): IValidation {
  const validation = { validate: () => sizeProblems(key) };
  key.node.addValidation(validation);
  return validation;
}

/** What references become is not known: without them the size is a lower bound. */
function sizeProblems(key: CfnKey): string[] {
  const policy: unknown = readable(Stack.of(key).resolve(key.keyPolicy));
  const size = JSON.stringify(policy ?? '').replace(/\$\{[^}]*\}/g, '').length;
  if (size <= MAX_POLICY_SIZE) return [];
  return [`the policy of the key has at least ${size} characters, but must have at most ${MAX_POLICY_SIZE}: make `
    + 'another key for some of the applications, or leave out `applicationName` of new ones, which then have their '
    + 'statements in common'];
}
