import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { IConstruct } from 'constructs';

/** The warnings with an id of this library, by topic. */
export function warningTopics(stack: Stack): string[] {
  return warnings(stack)
    .map(message => /\[ack: cdk-managed-flink:([\w-]+)\]/.exec(message)?.[1] ?? '')
    .filter(topic => topic !== '');
}

export function warnings(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('*', Match.anyValue())
    .map(({ entry }) => plainWarning(String(entry.data)));
}

/** A warning without the second id that the oldest CDK acknowledges it by. */
export function plainWarning(text: string): string {
  return text.replace(/ \[ack: annotation::[^\]]+\]/, '');
}

/** The messages of the validation of the tree, as the synthesis collects them. */
export function validationMessages(scope: IConstruct): string[] {
  return scope.node.root.node.findAll().flatMap(node => node.node.validate());
}
