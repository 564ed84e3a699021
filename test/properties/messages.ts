import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './build';

const SRC = join(__dirname, '..', '..', 'src');

/** Properties of the CDK's own constructs that a message may send the user to. */
const OF_THE_CDK = [
  'enableDnsSupport', 'enableDnsHostnames', 'privateSubnetRouteTableIds', 'privateDnsEnabled', 'availabilityZone',
  'stream', 'dynamoStream', 'tableStreamArn', 'peer',
];

/** The names of all properties in the public structs, read from the files that `index.ts` exports. */
const PROPERTIES = [...readFileSync(join(SRC, 'index.ts'), 'utf8').matchAll(/from '(.*)'/g)].flatMap(([, file]) => {
  const structs = readFileSync(join(SRC, `${file}.ts`), 'utf8').matchAll(/^export interface [^{]*\{\n(.*?)^\}/gms);
  return [...structs].flatMap(([, body]) => [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name));
});

/**
 * What is wrong with how something was refused: a message names a property that there is and the construct, and nothing
 * is left behind.
 */
export function refusalProblems({ message, path, leftNothing }: Refusal): string[] {
  return [
    ...messageProblems(message),
    ...path === undefined || message.endsWith(` [at ${path}]`) ? [] : [`does not say where: ${message}`],
    ...leftNothing ? [] : [`leaves something behind: ${message}`],
  ];
}

/** The messages of an error that a synthesis ended with. */
export function synthesisMessages(error: Error): string[] {
  return error.message.split('\n').slice(1).map(line => line.replace(/^ *\[[^\]]*\] /, ''));
}

export function messageProblems(message: string): string[] {
  return [
    ...namesProperty(message) ? [] : [`names no property: ${message}`],
    ...!/^[A-Z]/.test(message) ? [] : [`begins with a capital letter: ${message}`],
  ];
}

/** A property at the beginning of the message, or one whose name is no word of English. */
function namesProperty(message: string): boolean {
  const [first] = /^\w+/.exec(message) ?? [''];
  const unlikeEnglish = [...message.matchAll(/\b[a-z]+[A-Z]\w*/g)].map(([name]) => name);
  const written = [...message.matchAll(/`(\w+):/g)].map(([, name]) => name);
  return [first, ...written, ...unlikeEnglish].some(name => PROPERTIES.includes(name))
    || [...written, ...unlikeEnglish].some(name => OF_THE_CDK.includes(name));
}
