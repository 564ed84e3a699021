import { Stack } from 'aws-cdk-lib';
import { ISecurityGroup, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CALL_CASES } from './call-cases';
import { Case } from './case-support';
import { DATABASE_CASES } from './database-cases';
import { KAFKA_CASES } from './kafka-cases';
import { STREAM_CASES } from './stream-cases';
import { TABLE_CASES } from './table-cases';

/**
 * Every method of `FlinkConnector`, in each way that changes what the job gets. The first word of a name is the method.
 */
export const CASES: Case[] = [...STREAM_CASES, ...KAFKA_CASES, ...TABLE_CASES, ...DATABASE_CASES, ...CALL_CASES];

/** Each case in each of its directions. */
export const DIRECTED = CASES.flatMap(({ source, sink, ...rest }) => [
  ...source === undefined ? [] : [{ ...rest, direction: 'sources' as const, expected: source }],
  ...sink === undefined ? [] : [{ ...rest, direction: 'sinks' as const, expected: sink }],
].map(directed => ({ ...directed, title: `${directed.name} in ${directed.direction}` })));

export function peerGroup(stack: Stack): ISecurityGroup {
  return SecurityGroup.fromSecurityGroupId(stack, 'Brokers', 'sg-0123abcd');
}
