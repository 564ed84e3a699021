import { Dependable, IConstruct, IDependable } from 'constructs';

/**
 * Everything that belongs to these constructs but their main resources: the policies of a role, the rules of a security
 * group.
 *
 * A resource that refers to the main resource waits for it anyway, and saying so again is a finding of template
 * linters. What is added to the constructs later is waited for too.
 */
export function dependableWithoutDefaultChild(...constructs: IConstruct[]): IDependable {
  const companions: IDependable = {};
  Dependable.implement(companions, {
    get dependencyRoots() {
      return constructs
        .flatMap(construct => Dependable.of(construct).dependencyRoots)
        .flatMap(construct => construct.node.children.filter(child => child !== construct.node.defaultChild));
    },
  });
  return companions;
}
