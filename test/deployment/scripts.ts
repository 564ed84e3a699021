import { ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { register } from '../job/shell';

interface Call {
  readonly output: string;
  readonly done: (text: string) => void;
  readonly failed: (error: Error) => void;
}

/** The scripts in Python of this folder, in a process that starts once for all calls. */
export class Scripts {
  private readonly child: ChildProcess;
  private readonly calls = new Map<number, Call>();
  private count = 0;

  constructor(python: string, private readonly url: string, private readonly folder: string) {
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
    this.child = spawn(python, [join(__dirname, 'scripts.py')], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    register(this.child, 'SIGKILL');
    this.child.on('exit', () => this.failAll());
    if (this.child.stdout !== null) {
      createInterface({ input: this.child.stdout }).on('line', line => this.answer(line));
    }
  }

  /** Runs a script and returns what it printed. */
  public async run(script: string, ...args: string[]): Promise<string> {
    const id = this.count++;
    const output = join(this.folder, `${script}-${id}.out`);
    return new Promise((done, reject) => {
      const failed = ({ message }: Error) => reject(new Error(`${script} ${args.join(' ')} ${message}`));
      this.calls.set(id, { output, done, failed });
      this.child.stdin?.write(`${JSON.stringify([id, script, [this.url, ...args], output])}\n`);
    });
  }

  public stop(): void {
    this.child.stdin?.end();
  }

  private answer(line: string): void {
    const [id, status] = JSON.parse(line) as [number, number];
    const call = this.calls.get(id);
    if (call === undefined) throw new Error(`nobody has asked for ${line}`);
    this.calls.delete(id);
    const text = readFileSync(call.output, 'utf8');
    if (status === 0) call.done(text);
    else call.failed(new Error(`ended with ${status}\n${text}`));
  }

  private failAll(): void {
    for (const { failed } of this.calls.values()) failed(new Error('was not done: its process has ended'));
  }
}
