import { existsSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Limits } from '../core/limits';
import { reject } from '../core/problem';
import { SERVICE_LIMITS } from '../core/service-limits';

const MIB = 1024 * 1024;

/** Where the code of an application is said to lie. */
export interface CodeLocation {
  readonly objectKey: string;
  readonly objectVersion?: string;
}

/** The files that a Python job consists of, as the user names them. */
export interface PythonFiles {
  readonly entryPoint: string;
  readonly jarFile?: string;
  readonly pyFiles?: string[];
  readonly pyArchives?: string[];
}

/** Checks where the code of an application is said to lie. */
export function checkLocation(scope: IConstruct, { objectKey, objectVersion }: CodeLocation): void {
  const limits = new Limits(scope);
  limits.text('code key', objectKey, {
    ...SERVICE_LIMITS.codeKey, write: 'the key of the jar or zip file, for example `jobs/orders-1.0.jar`',
  });
  limits.text('code objectVersion', objectVersion, {
    ...SERVICE_LIMITS.codeObjectVersion, write: 'the version of the object, or leave it out',
  });
}

/** Checks that there is a file or folder at a path. */
export function checkExists(scope: IConstruct, path: string): void {
  if (existsSync(path)) return;
  reject(scope, {
    property: 'code',
    got: path,
    allowed: `a file that exists, and there is none at this path relative to ${process.cwd()}`,
    write: 'the path of the built job, and build it before `cdk synth`, for example with `mvn package` or `gradle shadowJar`',
  });
}

/** Checks the file of a Java job. */
export function checkJavaFile(scope: IConstruct, path: string): void {
  if (statSync(path).isDirectory()) {
    reject(scope, {
      property: 'code',
      got: path,
      allowed: 'a jar or zip file',
      write: '`ApplicationCode.fromPythonAsset(path, { entryPoint })` for a folder with a Python job, '
        + 'or the path of the jar that the build makes',
    });
  }
  checkFile(scope, path, ['jar', 'zip'], 'the path of the jar that the build makes, or of a zip file');
}

/** Checks the folder or zip file of a Python job. What is inside a zip file is not looked for. */
export function checkPythonFiles(scope: IConstruct, path: string, files: PythonFiles): void {
  new Limits(scope).text('code entryPoint', files.entryPoint, {
    ...SERVICE_LIMITS.propertyText, allowed: 'the path of a Python file', write: 'for example `entryPoint: \'main.py\'`',
  });
  if (statSync(path).isDirectory()) checkFolder(scope, path, files);
  else checkFile(scope, path, ['zip'], 'the path of a folder or of a zip file with the Python job');
}

function checkFile(scope: IConstruct, path: string, extensions: string[], write: string): void {
  const file = statSync(path);
  if (!file.isFile() || !extensions.includes(extname(path).slice(1).toLowerCase())) {
    reject(scope, { property: 'code', got: path, allowed: `a ${extensions.join(' or ')} file`, write });
  }
  if (file.size === 0) {
    reject(scope, {
      property: 'code', got: path, allowed: 'a file with content, and this one is empty', write: 'the path of the built job',
    });
  }
  if (file.size > SERVICE_LIMITS.codeMebibytes * MIB) {
    reject(scope, {
      property: 'code',
      got: `${path} with ${Math.ceil(file.size / MIB)} MiB`,
      allowed: `a file of at most ${SERVICE_LIMITS.codeMebibytes} MiB`,
      write: 'a smaller package: leave out what the runtime provides, such as Flink itself',
    });
  }
}

function checkFolder(scope: IConstruct, folder: string, { entryPoint, jarFile, pyFiles = [], pyArchives = [] }: PythonFiles): void {
  const relativeTo = 'its path relative to the folder';
  const named = [
    { property: 'entryPoint', paths: [entryPoint], write: `${relativeTo}, for example \`main.py\`` },
    {
      property: 'jarFile',
      paths: jarFile === undefined ? [] : [jarFile],
      write: `${relativeTo}, and put the connectors' jar there before \`cdk synth\``,
    },
    // Python imports folders too
    { property: 'pyFiles', paths: pyFiles, folderAllowed: true, write: `${relativeTo}, for example \`main.py\`` },
    { property: 'pyArchives', paths: pyArchives, write: `${relativeTo}, for example \`main.py\`` },
  ];
  for (const { property, paths, folderAllowed = false, write } of named) {
    const missing = paths.find(path => !Token.isUnresolved(path) && !isWithin(folder, path, folderAllowed));
    if (missing === undefined) continue;
    reject(scope, { property: `code ${property}`, got: missing, allowed: `a file in ${folder}`, write });
  }
}

function isWithin(folder: string, name: string, folderAllowed: boolean): boolean {
  const path = join(folder, name);
  const inside = relative(folder, path);
  if (inside === '' || inside.startsWith('..') || !existsSync(path)) return false;
  return folderAllowed || statSync(path).isFile();
}
