import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const INTERVAL = 1000;
const KIBIBYTES = 1024;
const SHOWN = 6;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly kibibytes: number;
  readonly command: string;
}

/** Looks each second at the memory of this process and of all that it started. */
export class MemoryMeter {
  private readonly timer = setInterval(() => {
    void this.look();
  }, INTERVAL);
  private atPeak: Process[] = [];

  /** The most that was seen, in MiB. */
  public get peak(): number {
    return Math.round(sum(this.atPeak) / KIBIBYTES);
  }

  /** What the largest processes had when there was most, for messages. */
  public get parts(): string {
    return [...this.atPeak]
      .sort((one, other) => other.kibibytes - one.kibibytes)
      .slice(0, SHOWN)
      .map(({ kibibytes, command }) => `${Math.round(kibibytes / KIBIBYTES)} MiB ${nameOf(command)}`)
      .join(', ');
  }

  /** Ends the measurement. */
  public stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,rss=,args=']);
    const own = descendants(stdout.trim().split('\n').map(parse));
    if (sum(own) > sum(this.atPeak)) this.atPeak = own;
  }
}

function parse(line: string): Process {
  const [pid, parent, kibibytes, ...command] = line.trim().split(/\s+/);
  return { pid: Number(pid), parent: Number(parent), kibibytes: Number(kibibytes), command: command.join(' ') };
}

/** This process and all that it started, directly or not. */
function descendants(processes: Process[]): Process[] {
  const own = new Set([process.pid]);
  // parents are older than their children, but numbers begin anew
  for (let before = 0; before < own.size;) {
    before = own.size;
    for (const { pid, parent } of processes) if (own.has(parent)) own.add(pid);
  }
  return processes.filter(({ pid }) => own.has(pid));
}

function sum(processes: Process[]): number {
  return processes.reduce((total, { kibibytes }) => total + kibibytes, 0);
}

/** The main class of a Java process, or the program and its first argument. */
function nameOf(command: string): string {
  const [, main] = /\b((?:org\.apache|kafka)\.[\w.]+)/.exec(command.replace(/-\S+|\S+\/\S+/g, '')) ?? [];
  return main ?? command.split(' ').slice(0, 2).join(' ').replace(/\S*\//g, '');
}
