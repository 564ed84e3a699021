import { Stack } from 'aws-cdk-lib';
import { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { IKey, Key } from 'aws-cdk-lib/aws-kms';
import { ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { IFlinkConnector } from '../../src';

export const HERE = 'eu-west-1:111111111111';
export const KEY_ARN = `arn:aws:kms:${HERE}:key/0000`;
export const SECRET_ARN = `arn:aws:secretsmanager:${HERE}:secret:AmazonMSK_job-abcdef`;

/** What one direction of a connector must give. */
export interface Expectation {
  readonly statements: Record<string, unknown>[];
  readonly endpoints?: string[];
  /** Ports, or ranges of them. */
  readonly ports?: (number | [number, number])[];
  readonly properties: Record<string, string>;
}

export interface Case {
  readonly name: string;
  readonly make: (stack: Stack, brokers: ISecurityGroup) => IFlinkConnector;
  readonly source?: Expectation;
  readonly sink?: Expectation;
}

export const key = (stack: Stack): IKey => Key.fromKeyArn(stack, 'Key', KEY_ARN);
export const secret = (stack: Stack): ISecret => Secret.fromSecretAttributes(stack, 'Secret', {
  secretCompleteArn: SECRET_ARN, encryptionKey: key(stack),
});
export const decrypt = { Action: 'kms:Decrypt', Resource: KEY_ARN };
export const encrypt = { Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: KEY_ARN };
export const SECRET_READS = ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'];
export const readSecret = { Action: SECRET_READS, Resource: SECRET_ARN };
export const region = { 'aws.region': 'eu-west-1' };
