import { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { VpcEndpoints } from '../endpoints/vpc-endpoints';

/** The permissions of the execution role to manage the network interfaces of the application. */
export enum NetworkPermissions {
  /**
   * Only network interfaces in the subnets and with the security groups of the application.
   */
  SCOPED = 'SCOPED',

  /**
   * The statement of the developer guide: all network interface actions on all resources.
   *
   * Use it if the scoped statements are too narrow, for example to move an application to another VPC in one
   * deployment.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/vpc-permissions.html
   */
  DOCUMENTED = 'DOCUMENTED',
}

/**
 * The connection of a Flink application to a VPC.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/vpc.html
 */
export interface VpcConfiguration {
  /**
   * The VPC that the application is connected to.
   *
   * If you import the VPC, you must also specify `endpoints`, because the endpoints that the VPC already has are not
   * known at synthesis.
   */
  readonly vpc: IVpc;

  /**
   * The subnets of the application's network interfaces, 1 to 16.
   *
   * The network interfaces of a Flink application have no public IP address. Public subnets are therefore an error
   * unless you set `allowPublicSubnet`. If all subnets are in one Availability Zone, the construct adds the warning
   * `cdk-managed-flink:single-availability-zone`. If the CIDR ranges are known and have too few addresses for the
   * largest scale of the application, it adds the warning `cdk-managed-flink:subnet-addresses`.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/vpc-internet.html
   * @default - the private subnets with egress if the VPC has them, otherwise the isolated subnets
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * The security groups of the application: 1 to 5, including the client security group of the VPC's endpoints.
   *
   * You define their outbound rules. The application reaches the endpoints through the client security group, which it
   * carries in addition to these groups.
   *
   * @default - a security group is created
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * Whether the security group that is created allows all outbound traffic.
   *
   * If it is `false`, the group allows only the traffic to endpoints, sources and sinks. You cannot specify it together
   * with `securityGroups`.
   *
   * @default true
   */
  readonly allowAllOutbound?: boolean;

  /**
   * Whether the application can be connected to public subnets. It has no internet access in them.
   *
   * @default false
   */
  readonly allowPublicSubnet?: boolean;

  /**
   * The VPC endpoints through which the application reaches AWS services.
   *
   * @default - `VpcEndpoints.create()` for a VPC that this app defines. There is no default for an imported VPC: if you
   * do not choose, synthesis fails with an error that lists the options
   */
  readonly endpoints?: VpcEndpoints;

  /**
   * The scope of the execution role's permissions to manage network interfaces.
   *
   * @default NetworkPermissions.SCOPED
   */
  readonly networkPermissions?: NetworkPermissions;
}
