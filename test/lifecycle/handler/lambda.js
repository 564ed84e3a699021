// Runs the handler as Lambda does, in a process in which time passes faster: `node lambda.js FOLDER SPEED`.
const { join } = require('node:path');

const [, , folder, speed] = process.argv;
const began = Date.now();
const { now } = Date;
const timeout = globalThis.setTimeout;
Date.now = () => began + (now() - began) * Number(speed);
globalThis.setTimeout = (callback, millis, ...rest) => timeout(callback, (millis ?? 0) / Number(speed), ...rest);
console.log = () => undefined;

const { handler } = require(join(folder, 'index.js'));
process.on('message', async event => {
  try {
    process.send({ answer: await handler(event) });
  } catch (error) {
    process.send({ error: { name: error.name, message: error.message, stack: error.stack } });
  }
});
