import { Token } from 'aws-cdk-lib';
import { fail } from './core/problem';
import { ENDED_RUNTIMES, FLINK_RUNTIME, RETIRED_RUNTIMES, runtimeFamily } from './core/runtime-names';

/**
 * The version of Apache Flink that an application runs on.
 *
 * SQL applications and Studio notebooks are not supported: a SQL application cannot be connected to a VPC, and a
 * notebook is a `FlinkStudioNotebook`.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/release-version-list.html
 * @example
 * const runtime = FlinkRuntime.FLINK_1_20;
 */
export class FlinkRuntime {
  /** Apache Flink 1.15. */
  public static readonly FLINK_1_15 = new FlinkRuntime('FLINK-1_15');
  /** Apache Flink 1.18. */
  public static readonly FLINK_1_18 = new FlinkRuntime('FLINK-1_18');
  /** Apache Flink 1.19. */
  public static readonly FLINK_1_19 = new FlinkRuntime('FLINK-1_19');
  /** Apache Flink 1.20. */
  public static readonly FLINK_1_20 = new FlinkRuntime('FLINK-1_20');
  /** Apache Flink 2.2. */
  public static readonly FLINK_2_2 = new FlinkRuntime('FLINK-2_2');
  /** Apache Flink 2.3. */
  public static readonly FLINK_2_3 = new FlinkRuntime('FLINK-2_3');

  /**
   * A runtime that has no constant in this class.
   *
   * If the support of the version has ended, the application has the warning `cdk-managed-flink:ended-runtime`.
   *
   * @param name the name in the service's spelling: `FLINK-<major>_<minor>`
   * @throws if the name is that of a SQL application, of a Studio notebook or of a version that no longer runs, or is
   * not spelt that way
   * @example
   * const runtime = FlinkRuntime.of('FLINK-1_13');
   */
  public static of(name: string): FlinkRuntime {
    if (!Token.isUnresolved(name)) {
      const problem = runtimeProblem(name);
      if (problem !== undefined) fail(problem);
    }
    return new FlinkRuntime(name);
  }

  private constructor(
    /** The name of the runtime as the service spells it, for example `FLINK-1_20`. */
    public readonly name: string,
  ) {}

  /** The name of the runtime as the service spells it. */
  public toString(): string {
    return this.name;
  }

  /**
   * Whether this version is the specified version or later.
   *
   * The result is `false` for a version that is only known when the stack is deployed.
   *
   * @param major the major version, for example 2 of Flink 2.2
   * @param minor the minor version, for example 2 of Flink 2.2
   */
  public isAtLeast(major: number, minor: number): boolean {
    const [, ownMajor, ownMinor] = FLINK_RUNTIME.exec(this.name)?.map(Number) ?? [];
    if (ownMajor === undefined) return false;
    return ownMajor === major ? ownMinor >= minor : ownMajor > major;
  }

  /**
   * Whether the service has ended its support of this version. The result is `false` for a version that is only known
   * when the stack is deployed.
   */
  public get hasEnded(): boolean {
    return ENDED_RUNTIMES.includes(this.name);
  }
}

/** Why a runtime cannot be that of a Flink application in a VPC, or undefined if it can. */
export function runtimeProblem(name: string): string | undefined {
  const family = runtimeFamily(name);
  if (family === 'sql') {
    return `runtime is ${JSON.stringify(name)}, but SQL applications cannot have a VPC configuration, and no new ones `
      + 'can be created since 2025-10-15: write a Flink runtime such as `FlinkRuntime.FLINK_1_20`, and use Flink SQL '
      + 'through the Table API of a Flink application';
  }
  if (family === 'zeppelin') {
    return `runtime is ${JSON.stringify(name)}, but Studio notebooks (Zeppelin) are interactive applications, which `
      + 'this construct does not make: write `new FlinkStudioNotebook()` for a notebook, or a Flink runtime such as '
      + '`FlinkRuntime.FLINK_1_20` for a job';
  }
  if (RETIRED_RUNTIMES.includes(name)) {
    return `runtime is ${JSON.stringify(name)}, but must be a version that the service still runs: `
      + 'write `FlinkRuntime.FLINK_1_20` or later';
  }
  if (family === undefined) {
    const [, major, minor] = /0*(\d+)[._-]0*(\d+)/.exec(name) ?? [undefined, '1', '20'];
    return `runtime is ${JSON.stringify(name)}, but must be spelt FLINK-<major>_<minor>: write `
      + `\`FlinkRuntime.of('FLINK-${major}_${minor}')\``;
  }
  return undefined;
}
