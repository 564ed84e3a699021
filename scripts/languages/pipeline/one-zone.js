// Nothing wrong, and one thing to warn of.
const { job, app } = require('./job');

job({ maxAzs: 1 });
app.synth();
