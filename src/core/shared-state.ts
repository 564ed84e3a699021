import { IConstruct } from 'constructs';

/**
 * A value that belongs to a construct, regardless of the copy of this library that created it: the key is the same in
 * all copies of one process.
 */
export class SharedState<T extends object> {
  private readonly key: symbol;

  constructor(name: string) {
    this.key = Symbol.for(`cdk-managed-flink.${name}`);
  }

  public get(owner: object): T | undefined {
    return Reflect.get(owner, this.key) as T | undefined;
  }

  public set(owner: object, value: T): void {
    Object.defineProperty(owner, this.key, { value, configurable: true });
  }

  public getOrMake(owner: IConstruct, make: () => T): T {
    const present = this.get(owner);
    if (present !== undefined) return present;
    const made = make();
    this.set(owner, made);
    return made;
  }
}
