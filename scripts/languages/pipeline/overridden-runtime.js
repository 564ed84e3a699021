// A mistake that an escape hatch brings in after the construct was made.
const { job, app } = require('./job');

job({ maxAzs: 2 }).node.defaultChild.addPropertyOverride('RuntimeEnvironment', 'SQL-1_0');
app.synth();
