import { join } from 'node:path';
import { ordersApp } from './app';

const assembly = ordersApp(join(__dirname, 'cdk.out')).synth();
for (const { stackName, template, messages } of assembly.stacks) {
  console.log(`Stack ${stackName}: ${Object.keys(template.Resources).length} resources`);
  for (const { entry, id, level } of messages) console.log(`${level}: ${id}: ${String(entry.data)}`);
}
