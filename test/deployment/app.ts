import { App } from 'aws-cdk-lib';
import { SCENARIOS } from './scenarios';

/** The app of a stage, for the CLI to run. usage: app.ts SCENARIO STAGE */
const [name, index] = process.argv.slice(2);
const stage = SCENARIOS.find(scenario => scenario.name === name)?.stages[Number(index)];
if (stage?.app === undefined) throw new Error(`there is no stage ${index} of ${name}`);
const app = new App();
stage.app(app);
app.synth();
