/** These actions support no resource-level permissions: they can only be allowed on `*`. */
export const DESCRIBE_ACTIONS = [
  'ec2:DescribeVpcs',
  'ec2:DescribeSubnets',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeDhcpOptions',
  'ec2:DescribeNetworkInterfaces',
];

export const CREATE_ACTION = 'ec2:CreateNetworkInterface';
export const PERMISSION_ACTION = 'ec2:CreateNetworkInterfacePermission';
export const DELETE_ACTION = 'ec2:DeleteNetworkInterface';
export const INTERFACE_ACTIONS = [PERMISSION_ACTION, DELETE_ACTION];
