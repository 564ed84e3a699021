// Preloaded into every Node.js process of a synthesis: a connection ends the process, so that nothing can need the
// network unseen.
const { Socket } = require('node:net');

Socket.prototype.connect = function connect(...args) {
  console.error(`no-network: refused to connect to ${JSON.stringify(args[0])}`);
  process.exit(97);
};
