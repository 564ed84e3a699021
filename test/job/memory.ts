import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const INTERVAL = 1000;

/** Looks each second at the memory of this process and of all that it started. */
export class MemoryMeter {
  private readonly timer = setInterval(() => {
    void this.look();
  }, INTERVAL);
  private peak = 0;

  /** Ends the measurement and returns the most that was seen, in MiB. */
  public stop(): number {
    clearInterval(this.timer);
    return Math.round(this.peak / 1024);
  }

  private async look(): Promise<void> {
    const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,rss=']);
    const processes = stdout
      .trim()
      .split('\n')
      .map(line => line.trim().split(/\s+/).map(Number));
    const own = new Set([process.pid]);
    // parents are older than their children, but numbers begin anew
    for (let before = 0; before < own.size;) {
      before = own.size;
      for (const [pid, parent] of processes) if (own.has(parent)) own.add(pid);
    }
    this.peak = Math.max(
      this.peak,
      processes.filter(([pid]) => own.has(pid)).reduce((sum, [, , rss]) => sum + rss, 0),
    );
  }
}
