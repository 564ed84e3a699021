import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { once } from '../../job/install';
import { run } from '../../job/shell';

/** The alpha module with what it is tried with; it needs a newer `aws-cdk-lib` than the project. */
export const ALPHA_MODULE = '@aws-cdk/aws-kinesisanalytics-flink-alpha@2.270.0-alpha.0';
const PEERS = ['aws-cdk-lib@2.276.0', 'constructs@^10.5.0'];

/** Installs the module in a folder of its own, if it is not there yet, and returns the folder. */
export function installAlpha(): string {
  return once('alpha', [ALPHA_MODULE, ...PEERS].join(' '), folder => {
    run('npm', ['init', '-y'], { cwd: folder });
    run('npm', ['install', '--no-audit', '--no-fund', '--silent', ALPHA_MODULE, ...PEERS], { cwd: folder });
  });
}

/** Synthesises the application of the alpha module. */
export function synthesizeAlpha(outdir: string, code: string): void {
  const app = join(installAlpha(), 'app.js');
  cpSync(join(__dirname, 'app.js'), app);
  run(process.execPath, [app, outdir, code]);
}
