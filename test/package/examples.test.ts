import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Documented {
  readonly docs?: { readonly example?: string };
}

interface Method extends Documented {
  readonly name: string;
  readonly static?: boolean;
}

interface Type extends Documented {
  readonly name: string;
  readonly kind: string;
  readonly abstract?: boolean;
  readonly initializer?: { readonly protected?: boolean };
  readonly methods?: Method[];
}

interface Member {
  readonly name: string;
  readonly example?: string;
}

const { types } = JSON.parse(readFileSync(join(__dirname, '..', '..', '.jsii'), 'utf8')) as {
  readonly types: Record<string, Type>;
};

const statics = ({ methods = [] }: Type) => methods.filter(method => method.static);
const isConstructible = ({ abstract, initializer }: Type) =>
  !abstract && initializer !== undefined && !initializer.protected;

/** What users make objects with: the classes, and their static factories. */
const MEMBERS: Member[] = Object.values(types)
  .filter(type => type.kind === 'class' && (isConstructible(type) || statics(type).length > 0))
  .flatMap(type => [
    { name: type.name, example: type.docs?.example },
    ...statics(type).map(method => ({ name: `${type.name}.${method.name}()`, example: method.docs?.example })),
  ]);

test('each class and each static factory has an example, for the API pages of all languages', () => {
  expect(MEMBERS.map(({ name }) => name)).toEqual(expect.arrayContaining([
    'FlinkApplication', 'FlinkStudioNotebook', 'FlinkNetwork.of()', 'FlinkConnector.kinesisStream()',
  ]));
  expect(MEMBERS.filter(({ example }) => example === undefined).map(({ name }) => name)).toEqual([]);
});

test('each example uses what it stands at', () => {
  const others = MEMBERS.filter(({ name, example = '' }) => !example.includes(name.replace(/\(\)$/, '')));
  expect(others.map(({ name }) => name)).toEqual([]);
});
