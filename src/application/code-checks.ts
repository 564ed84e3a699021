import { existsSync, statSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { CopyOptions, IgnoreMode, IgnoreStrategy, Token } from 'aws-cdk-lib';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { isObject } from '../core/intrinsics';
import { Limits } from '../core/limits';
import { reject } from '../core/problem';
import { SERVICE_LIMITS } from '../core/service-limits';

const MIB = 1024 * 1024;

/** The location of code in a bucket. */
export interface CodeLocation {
  readonly objectKey: string;
  readonly objectVersion?: string;
}

/** Keys that S3 accepts, but that are not the key of a code object. */
const MISTAKEN_KEYS = [
  { pattern: /^s3:/i, write: 'the part after the name of the bucket, for example `jobs/orders-1.0.jar`' },
  { pattern: /^\//, write: 'it without the leading slash' },
  { pattern: /\*/, write: 'the whole key, since a wildcard is not resolved' },
];

/** The files of a Python job, as the user names them, and the files that are excluded from the upload. */
export interface PythonFiles extends CopyOptions {
  readonly entryPoint: string;
  readonly jarFile?: string;
  readonly pyFiles?: string[];
  readonly pyArchives?: string[];
}

/**
 * Checks the location of the code of an application or of a library of a notebook.
 *
 * @param name what the object is, for messages
 */
export function checkLocation(scope: IConstruct, { objectKey, objectVersion }: CodeLocation, name = 'code'): void {
  const limits = new Limits(scope);
  const mistake = MISTAKEN_KEYS.find(({ pattern }) => !Token.isUnresolved(objectKey) && pattern.test(objectKey));
  if (mistake !== undefined) {
    reject(scope, {
      property: `${name} key`, got: objectKey, allowed: 'the key of one object in the bucket', write: mistake.write,
    });
  }
  limits.text(`${name} key`, objectKey, {
    ...SERVICE_LIMITS.codeKey, write: 'the key of the jar or zip file, for example `jobs/orders-1.0.jar`',
  });
  limits.text(`${name} objectVersion`, objectVersion, {
    ...SERVICE_LIMITS.codeObjectVersion, write: 'the version of the object, or leave it out',
  });
}

/** Rejects the name of a bucket in place of the bucket, which languages without types accept. */
export function checkBucket(scope: IConstruct, bucket: IBucket): void {
  const candidate: unknown = bucket;
  if (isObject(candidate) && 'arnForObjects' in candidate) return;
  reject(scope, {
    property: 'code bucket',
    got: candidate,
    allowed: 'an IBucket',
    write: '`Bucket.fromBucketName(this, \'Code\', bucketName)`',
  });
}

/** Checks that the file of a Java job, or the folder to bundle, exists. */
export function checkJavaPath(scope: IConstruct, path: string): void {
  checkExists(scope, path,
    'the path of the built job, and build it before `cdk synth`, for example with `mvn package` or `gradle shadowJar`');
}

/** Checks that the folder or ZIP file of a Python job exists. */
export function checkPythonPath(scope: IConstruct, path: string): void {
  checkExists(scope, path, 'the path of the folder or of the zip file with the Python job');
}

function checkExists(scope: IConstruct, path: string, write: string, property = 'code'): void {
  if (typeof path === 'string' && existsSync(path)) return;
  reject(scope, {
    property,
    got: path,
    allowed: `a file that exists, and there is none at this path relative to ${process.cwd()}`,
    write,
  });
}

/** Checks the jar file of a library that a notebook loads. */
export function checkJarFile(scope: IConstruct, path: string): void {
  const write = 'the path of a jar file';
  checkExists(scope, path, write, 'customArtifacts');
  checkFile(scope, path, ['jar'], write, 'customArtifacts');
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

/** Checks the folder or ZIP file of a Python job. The content of a ZIP file is not checked. */
export function checkPythonFiles(scope: IConstruct, path: string, files: PythonFiles): void {
  new Limits(scope).text('code entryPoint', files.entryPoint, {
    ...SERVICE_LIMITS.propertyText,
    allowed: 'the path of a Python file',
    write: 'for example `entryPoint: \'main.py\'`',
  });
  if (statSync(path).isDirectory()) checkFolder(scope, path, files);
  else checkFile(scope, path, ['zip'], 'the path of a folder or of a zip file with the Python job');
}

function checkFile(
  scope: IConstruct, path: string, extensions: string[], write: string, property = 'code',
): void {
  const file = statSync(path);
  if (!file.isFile() || !extensions.includes(extname(path).slice(1).toLowerCase())) {
    reject(scope, { property, got: path, allowed: `a ${extensions.join(' or ')} file`, write });
  }
  if (file.size === 0) {
    reject(scope, {
      property, got: path, allowed: 'a file with content, and this one is empty', write: 'the path of the built file',
    });
  }
  if (file.size > SERVICE_LIMITS.codeMebibytes * MIB) {
    reject(scope, {
      property,
      got: `${path} with ${Math.ceil(file.size / MIB)} MiB`,
      allowed: `a file of at most ${SERVICE_LIMITS.codeMebibytes} MiB`,
      write: 'a smaller package: leave out what the runtime provides, such as Flink itself',
    });
  }
}

function checkFolder(scope: IConstruct, folder: string, files: PythonFiles): void {
  const { entryPoint, jarFile, pyFiles = [], pyArchives = [] } = files;
  const ignored = IgnoreStrategy.fromCopyOptions({ ignoreMode: IgnoreMode.GLOB, ...files }, resolve(folder));
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
    const known = paths.filter(path => !Token.isUnresolved(path));
    const missing = known.find(path => !isWithin(folder, path, folderAllowed));
    if (missing !== undefined) {
      const allowed = `a file that exists in ${resolve(folder)}`;
      reject(scope, { property: `code ${property}`, got: missing, allowed, write });
    }
    const left = known.find(path => isLeftOut(ignored, resolve(folder), resolve(folder, path)));
    if (left === undefined) continue;
    reject(scope, {
      property: `code ${property}`,
      got: left,
      allowed: 'a file that is uploaded, and `exclude` leaves this one out',
      write: 'the path of a file elsewhere in the folder, or take it in again with a pattern such as `!venv` in '
        + '`exclude`',
    });
  }
}

/** Whether a file, or a folder that contains it, is excluded from the upload. */
function isLeftOut(ignored: IgnoreStrategy, folder: string, path: string): boolean {
  return path !== folder && (ignored.ignores(path) || isLeftOut(ignored, folder, dirname(path)));
}

function isWithin(folder: string, name: string, folderAllowed: boolean): boolean {
  const path = join(folder, name);
  const inside = relative(folder, path);
  if (inside === '' || inside.startsWith('..') || !existsSync(path)) return false;
  return folderAllowed || statSync(path).isFile();
}
