import { IConstruct } from 'constructs';
import { isObject } from './intrinsics';
import { reject } from './problem';

/**
 * The properties of a construct, which languages without types let you leave out.
 *
 * @param scope the scope of the construct, which does not exist yet
 * @param write an example
 */
export function requiredProps<T extends object>(scope: IConstruct, id: string, props: T, write: string): T {
  if (isObject(props)) return props;
  reject(scope, { property: `props of ${id}`, got: props, allowed: 'an object', write });
}
