import { RemovalPolicy } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IDependable } from 'constructs';
import { NetworkNeeds } from './network-needs';
import { Scale } from '../core/address-shortage';

/** The network of an application, as the application sees it: in a VPC, or in none. */
export interface JobNetwork {
  readonly subnets: ISubnet[];
  /** The groups that are the application's own: rules to its peers are created on them. */
  readonly ownGroups: ISecurityGroup[];
  /** All groups that its network interfaces carry. */
  readonly securityGroups: ISecurityGroup[];

  /** Findings of `FlinkVpcRules` that the user has answered, with the reasons. */
  readonly acknowledgements: { readonly id: string; readonly reason: string }[];

  /**
   * Checks later needs. Nothing is created until you call the function that is returned. It meets the needs, and
   * returns what the application has to wait for.
   *
   * @throws if they cannot be met
   */
  prepare(needs: NetworkNeeds): () => IDependable[];

  /** The URL of an endpoint without private DNS, which may come later; undefined where endpoints are not used. */
  urlOf(service: InterfaceVpcEndpointAwsService): string | undefined;

  /** What the execution role must be allowed to do for the network. */
  statements(): PolicyStatement[];

  /** What must be there before the application, and be removed only after it. */
  dependables(): IDependable[];

  /** Keeps what the application needs when it is kept itself. */
  retain(policy: RemovalPolicy): void;

  /** Warns of configurations that work, but not well. */
  warn(scale: Scale): void;
}
