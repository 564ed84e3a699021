/**
 * The value of a getter, if there is one.
 *
 * Getters of imported VPCs and subnets throw where the value was not given when importing, and nothing else tells.
 */
export function tryGet<T>(getter: () => T): T | undefined {
  try {
    return getter();
  } catch {
    return undefined;
  }
}
