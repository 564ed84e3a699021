import { join, relative } from 'node:path';
import { ordersApp } from './app';
import { summarize } from './summary';

const assembly = ordersApp(join(__dirname, 'cdk.out')).synth();
for (const stack of assembly.stacks) {
  console.log(summarize(stack.stackName, stack.template).join('\n'));
  for (const { entry, id, level } of stack.messages) console.log(`${level}: ${id}: ${String(entry.data)}`);
  console.log(`\nTemplate: ${relative(process.cwd(), stack.templateFullPath)}`);
}
