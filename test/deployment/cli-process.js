// The CDK CLI in a process that starts once for many commands, and does one after the other: starting it takes longer
// than most of the commands do.
// Reads a line of JSON for each command: the folder that it is called in, and its arguments. Writes a line with its
// exit status and what it printed.
const { dirname, join } = require('node:path');
const { createInterface } = require('node:readline');
// as the command does
const { exec } = require(join(dirname(require.resolve('aws-cdk/package.json')), 'lib'));

const answer = process.stdout.write.bind(process.stdout);
let printed = '';
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (text, encoding, callback) => {
    printed += text;
    [encoding, callback].find(argument => typeof argument === 'function')?.();
    return true;
  };
}

async function run({ cwd, args }) {
  process.chdir(cwd);
  printed = '';
  try {
    return (await exec(args)) ?? 0;
  } catch (error) {
    printed += `${error.message}\n`;
    return 1;
  }
}

async function serve() {
  for await (const line of createInterface({ input: process.stdin })) {
    const status = await run(JSON.parse(line));
    answer(`${JSON.stringify([status, printed])}\n`);
  }
}

void serve();
