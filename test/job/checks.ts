import { tail } from './shell';

/** Counts and prints what holds and what does not. */
export class Checks {
  private passed = 0;
  private failed = 0;
  private readonly start = Date.now();

  /** A check that others need: when it fails, they are not made. */
  public async need<T>(name: string, check: () => T | Promise<T>): Promise<T> {
    try {
      const result = await check();
      this.passed++;
      this.print('ok    ', name);
      return result;
    } catch (error) {
      this.failed++;
      this.print('FAILED', name);
      console.log(tail(error instanceof Error ? error.message : String(error), 40).replace(/^/gm, '    '));
      throw new Stopped();
    }
  }

  /** A check that nothing depends on. */
  public async that(name: string, check: () => unknown): Promise<void> {
    try {
      await this.need(name, check);
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  }

  /** Prints the result and returns whether all checks hold. */
  public finish(): boolean {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0;
  }

  private print(result: string, name: string): void {
    console.log(`${((Date.now() - this.start) / 1000).toFixed(1).padStart(6)} s  ${result}  ${name}`);
  }
}

/** A check failed that the others need. */
export class Stopped extends Error {}
