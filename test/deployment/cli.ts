import { ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LONG, register, tail } from '../job/shell';

/** Processes of the CDK CLI, as many as there are commands at once. */
export class Cli {
  private readonly idle: CliProcess[] = [];
  private readonly all: CliProcess[] = [];

  constructor(private readonly env: Record<string, string>) {}

  /** Runs a command that must succeed in a folder, and returns what it printed. */
  public async run(cwd: string, args: string[]): Promise<string> {
    const process = this.idle.pop() ?? this.start();
    const [status, output] = await process.run(cwd, args);
    this.idle.push(process);
    if (status !== 0) throw new Error(`cdk ${args.join(' ')} ended with ${status}\n${tail(output, LONG)}`);
    return output;
  }

  public stop(): void {
    this.all.forEach(process => process.stop());
  }

  private start(): CliProcess {
    const process = new CliProcess(this.env);
    this.all.push(process);
    return process;
  }
}

type Answer = [status: number, output: string];

/** A process that does one command after the other. */
class CliProcess {
  private readonly child: ChildProcess;
  private answer?: { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void };

  constructor(env: Record<string, string>) {
    this.child = spawn(process.execPath, [join(__dirname, 'cli-process.js')], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    register(this.child, 'SIGKILL');
    this.child.on('exit', code => this.answer?.reject(new Error(`the CLI ended with ${code}`)));
    if (this.child.stdout === null) throw new Error('the CLI has no output');
    createInterface({ input: this.child.stdout }).on('line', line => this.answer?.resolve(JSON.parse(line) as Answer));
  }

  public run(cwd: string, args: string[]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.answer = { resolve, reject };
      this.child.stdin?.write(`${JSON.stringify({ cwd, args })}\n`);
    });
  }

  public stop(): void {
    this.child.stdin?.end();
  }
}
