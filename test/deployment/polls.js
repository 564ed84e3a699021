// Lets the CLI look ten times a second whether a stack is done, where it waits for two or five seconds.
const INTERVALS = [2000, 5000];
const OFTEN = 100;
const { setTimeout: plain } = globalThis;

const setTimeoutOften = (callback, delay, ...args) =>
  plain(callback, INTERVALS.includes(delay) ? OFTEN : delay, ...args);
globalThis.setTimeout = Object.defineProperties(setTimeoutOften, Object.getOwnPropertyDescriptors(plain));
