import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SHOWN_LINES = 25;
/** For the output of commands that say first why they fail, and much after that. */
export const LONG = 100;
/** What a terminal or another process ends this one with. */
const ENDINGS: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const REMOVALS = 10;
/** In seconds, and generous: this is the limit for a machine that is busy with something else. */
export const PATIENCE = 600;
/** For processes of a minute: less memory, and no time spent on making code fast. */
export const LEAN_JAVA = [
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:+UnlockDiagnosticVMOptions',
  '-XX:-BytecodeVerificationRemote',
];
/** The C library keeps memory for each thread unless it is told not to. */
export const LEAN_ENVIRONMENT = { MALLOC_ARENA_MAX: '2' };

export interface RunOptions {
  readonly cwd?: string;
  /** Beside the environment of this process. */
  readonly env?: Record<string, string>;
}

/** The end of a text, for messages. */
export function tail(text: string, lines = SHOWN_LINES): string {
  return text.trim().split('\n').slice(-lines).join('\n');
}

/** Runs a command that must succeed and returns what it printed. */
export function run(command: string, args: string[], options: RunOptions = {}): string {
  const env = { ...process.env, ...options.env };
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: options.cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} ended with ${status ?? error?.message}\n${tail(`${stdout ?? ''}${stderr ?? ''}`)}`,
    );
  }
  return stdout;
}

/** What ends with this process, and how it is told to. */
const children = new Map<ChildProcess, NodeJS.Signals>();

/** Lets a process end with this one, if it does not do so before. */
export function register(child: ChildProcess, ending: NodeJS.Signals): void {
  children.set(child, ending);
  child.on('exit', () => children.delete(child));
}

/** Runs a command that must succeed while others run, and returns what it printed. */
export async function runAside(command: string, args: string[], options: RunOptions = {}): Promise<string> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  register(child, 'SIGTERM');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', data => {
      output += String(data);
    });
  }
  const status = await new Promise(resolve => child.on('error', error => resolve(error.message)).on('close', resolve));
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${String(status)}\n${tail(output, LONG)}`);
  return output;
}

/** Whether a command is there. */
export function exists(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

export interface BackgroundOptions extends RunOptions {
  /** How the process is told to end, if not by force. */
  readonly ending?: NodeJS.Signals;
}

/** A process in the background, whose output goes into a file. */
export class Background {
  private readonly child: ChildProcess;
  private readonly ending: NodeJS.Signals;
  private ended?: string;

  constructor(
    private readonly name: string,
    command: string,
    args: string[],
    private readonly log: string,
    { ending = 'SIGKILL', ...options }: BackgroundOptions = {},
  ) {
    const file = openSync(log, 'a');
    this.child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', file, file],
    });
    closeSync(file);
    this.ending = ending;
    register(this.child, ending);
    this.child.on('error', error => {
      this.ended = error.message;
    });
    this.child.on('exit', (code, signal) => {
      this.ended = `${code ?? signal}`;
    });
  }

  public get pid(): number {
    return this.child.pid ?? -1;
  }

  public get output(): string {
    return readFileSync(this.log, 'utf8');
  }

  /** Throws when the process is not there any more. */
  public expectAlive(): void {
    if (this.ended !== undefined) throw new Error(`${this.name} ended with ${this.ended}\n${tail(this.output)}`);
  }

  /** Ends the process and waits until it is gone. */
  public async stop(): Promise<void> {
    if (this.ended !== undefined) return;
    const gone = new Promise(resolve => this.child.once('exit', resolve));
    this.child.kill(this.ending);
    const last = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(last);
  }
}

export const sleep = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

/** Looks every quarter of a second until there is something, and throws when there is nothing in time. */
export async function until<T>(
  what: string,
  seconds: number,
  look: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(250);
  }
}

/** Removes a folder that processes may still write to which are about to end. */
function removeWhileOthersWrite(folder: string): void {
  for (let left = REMOVALS; existsSync(folder) && left > 0; left--) {
    spawnSync('rm', ['-rf', folder], { timeout: 10_000 });
    if (existsSync(folder)) spawnSync('sleep', ['0.5']);
  }
}

/**
 * Does something with a folder that is removed afterwards, unless $KEEP is set. However this process ends, by Ctrl-C or
 * with a terminal that is closed too, what it has started ends with it.
 */
export async function inTemporaryFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'test-job-'));
  // PostgreSQL runs as another user
  chmodSync(folder, 0o755);
  const leave = () => {
    for (const [child, ending] of children) child.kill(ending);
    if (process.env.KEEP === undefined) removeWhileOthersWrite(folder);
    else console.log(`kept: ${folder}`);
  };
  process.once('exit', leave);
  ENDINGS.forEach(signal => process.on(signal, () => process.exit(1)));
  await work(folder);
}

/** Ports on loopback that nobody listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>(resolve => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map(server => (server.address() as { port: number }).port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}
