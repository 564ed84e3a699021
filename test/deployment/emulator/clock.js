// Lets the clock of the lifecycle's function run CLOCK_SPEED times as fast, so that nobody waits for its ten minutes.
// The clock of the SDK, which signs requests, stays as it is.
const Module = require('node:module');

const speed = Number(process.env.CLOCK_SPEED);
const began = Number(process.env.CLOCK_BEGAN);
const { _load: load } = Module;
const fast = {
  now: () => began + (Date.now() - began) * speed,
  sleep: millis => new Promise(resolve => setTimeout(resolve, millis / speed)),
};

if (/Lifecycle/.test(process.env.AWS_LAMBDA_FUNCTION_NAME ?? '')) {
  Module._load = function loadWithClock(...args) {
    const loaded = load.apply(this, args);
    if (typeof loaded?.CLOCK?.now === 'function') Object.assign(loaded.CLOCK, fast);
    return loaded;
  };
}
