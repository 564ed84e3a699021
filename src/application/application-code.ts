import { existsSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { Token } from 'aws-cdk-lib';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Asset, AssetOptions } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { Limits } from '../core/limits';
import { reject } from '../core/problem';

/** The property group in which the service looks for the entry point of a Python application. */
const PYTHON_RUN_OPTIONS = 'kinesis.analytics.flink.run.options';
const MAX_KEY_LENGTH = 1024;
const MAX_CODE_MIB = 512;
/** What never belongs into the package of a Python job. */
const PYTHON_EXCLUDES = ['.git', '.venv', 'venv', '__pycache__', '*.pyc', '.DS_Store'];

/** Where the code of an application lies, and what the service must know to run it. */
export interface ApplicationCodeConfig {
  /** The bucket. The application may read the object, and decrypt it where the bucket's key is known. */
  readonly bucket: IBucket;

  /** The key of the jar or zip file in the bucket, 1 to 1024 characters. */
  readonly objectKey: string;

  /**
   * The version of the object, 1 to 1024 characters.
   *
   * @default - the newest at the time of the deployment
   */
  readonly objectVersion?: string;

  /**
   * Property groups that the service reads to run the code.
   *
   * @default - none
   */
  readonly propertyGroups?: { [id: string]: { [key: string]: string } };
}

/** Options of `ApplicationCode.fromPythonAsset()`. */
export interface PythonAssetOptions extends AssetOptions {
  /**
   * The Python file with the main method, relative to the folder or within the zip file.
   */
  readonly entryPoint: string;

  /**
   * A jar file with connectors and Java functions, relative to the folder or within the zip file. Several connectors go into one jar.
   *
   * @default - none
   */
  readonly jarFile?: string;

  /**
   * Python files and folders that the job imports, relative to the folder or within the zip file.
   *
   * @default - none
   */
  readonly pyFiles?: string[];

  /**
   * Archives with resource files, relative to the folder or within the zip file.
   *
   * @default - none
   */
  readonly pyArchives?: string[];
}

/**
 * The code of a Flink application: a jar file, or a zip file with Python code, at most 512 MiB.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-creating-apps.html
 */
export abstract class ApplicationCode {
  /**
   * A local jar or zip file, uploaded when the stack is deployed.
   *
   * When the application is constructed, a file that is missing, is not a jar or zip file or is larger than 512 MiB is an error.
   *
   * @param path the path of the file, relative to the working directory; with `bundling` in the options, the folder to bundle
   */
  public static fromAsset(path: string, options: AssetOptions = {}): ApplicationCode {
    return new AssetCode(path, options);
  }

  /**
   * An object in a bucket. It must be there before the stack is deployed.
   *
   * The application is allowed to read exactly this object, and to decrypt it where the key of the bucket is known to the app.
   *
   * @param key the key of the jar or zip file, 1 to 1024 characters
   * @param objectVersion the version of the object, 1 to 1024 characters; without it a new object under the same key is not deployed
   */
  public static fromBucket(bucket: IBucket, key: string, objectVersion?: string): ApplicationCode {
    return new BucketCode({ bucket, objectKey: key, objectVersion });
  }

  /**
   * A local folder or zip file with a PyFlink job, uploaded when the stack is deployed.
   *
   * It writes the property group `kinesis.analytics.flink.run.options`, in which the service looks for the entry point. Of a folder, virtual
   * environments, `__pycache__` and version control are left out, unless `exclude` says something else.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-python-creating.html
   */
  public static fromPythonAsset(path: string, options: PythonAssetOptions): ApplicationCode {
    return new PythonAssetCode(path, options);
  }

  /**
   * Called when the application is constructed, once for each application.
   */
  public abstract bind(scope: Construct): ApplicationCodeConfig;

  /**
   * Called before anything of the application exists: throws if the code cannot be used.
   *
   * @internal
   */
  public _check(_path: string): void {}

  /**
   * The property groups of the code as far as they are known before it is bound, so that conflicts are found before anything exists.
   *
   * @internal
   */
  public _knownPropertyGroups(): { [id: string]: { [key: string]: string } } {
    return {};
  }
}

class BucketCode extends ApplicationCode {
  constructor(private readonly config: ApplicationCodeConfig) {
    super();
  }

  public _check(path: string): void {
    checkLocation(path, this.config);
  }

  public bind(_scope: Construct): ApplicationCodeConfig {
    return this.config;
  }
}

/** Checks where the code of an application is said to lie. */
export function checkLocation(path: string, { objectKey, objectVersion }: ApplicationCodeConfig): void {
  const limits = new Limits(path);
  const length = { min: 1, max: MAX_KEY_LENGTH, allowed: `a text of 1 to ${MAX_KEY_LENGTH} characters` };
  limits.text('code key', objectKey, { ...length, write: 'the key of the jar or zip file, for example `jobs/orders-1.0.jar`' });
  limits.text('code objectVersion', objectVersion, { ...length, write: 'the version of the object, or leave it out' });
}

class AssetCode extends ApplicationCode {
  protected readonly extensions: string[] = ['.jar', '.zip'];
  protected readonly remedy: string = 'the path of the jar that the build makes, or of a zip file';

  constructor(protected readonly path: string, protected readonly options: AssetOptions) {
    super();
  }

  public _check(path: string): void {
    if (!existsSync(this.path)) {
      reject(path, {
        property: 'code',
        got: this.path,
        allowed: `a file that exists, and there is none at this path relative to ${process.cwd()}`,
        write: 'the path of the built job, and build it before `cdk synth`, for example with `mvn package` or `gradle shadowJar`',
      });
    }
    if (this.options.bundling !== undefined) return;
    this.checkFile(path);
  }

  public bind(scope: Construct): ApplicationCodeConfig {
    const asset = new Asset(scope, 'Code', { ...this.assetOptions(), path: this.path });
    return { bucket: asset.bucket, objectKey: asset.s3ObjectKey };
  }

  protected checkFile(path: string): void {
    const file = statSync(this.path);
    if (!file.isFile() || !this.extensions.includes(extname(this.path).toLowerCase())) {
      reject(path, {
        property: 'code',
        got: this.path,
        allowed: `a ${this.extensions.map(extension => extension.slice(1)).join(' or ')} file`,
        write: file.isDirectory()
          ? '`ApplicationCode.fromPythonAsset(path, { entryPoint })` for a folder with a Python job, or the path of the jar that the build makes'
          : this.remedy,
      });
    }
    if (file.size === 0) {
      reject(path, { property: 'code', got: this.path, allowed: 'a file with content, and this one is empty', write: 'the path of the built job' });
    }
    if (file.size > MAX_CODE_MIB * 1024 * 1024) {
      reject(path, {
        property: 'code',
        got: `${this.path} with ${Math.ceil(file.size / 1024 / 1024)} MiB`,
        allowed: `a file of at most ${MAX_CODE_MIB} MiB`,
        write: 'a smaller package: leave out what the runtime provides, such as Flink itself',
      });
    }
  }

  protected assetOptions(): AssetOptions {
    return this.options;
  }
}

class PythonAssetCode extends AssetCode {
  protected readonly extensions = ['.zip'];
  protected readonly remedy = 'the path of a folder or of a zip file with the Python job';

  constructor(path: string, private readonly python: PythonAssetOptions) {
    super(path, python);
  }

  public _check(path: string): void {
    new Limits(path).text('code entryPoint', this.python.entryPoint, {
      min: 1, max: 2048, allowed: 'the path of a Python file', write: 'for example `entryPoint: \'main.py\'`',
    });
    super._check(path);
  }

  public bind(scope: Construct): ApplicationCodeConfig {
    return { ...super.bind(scope), propertyGroups: this._knownPropertyGroups() };
  }

  public _knownPropertyGroups(): { [id: string]: { [key: string]: string } } {
    const list = (paths?: string[]) => paths === undefined || paths.length === 0 ? undefined : paths.join(',');
    const { entryPoint, jarFile, pyFiles, pyArchives } = this.python;
    const runOptions = { python: entryPoint, jarfile: jarFile, pyFiles: list(pyFiles), pyArchives: list(pyArchives) };
    return {
      [PYTHON_RUN_OPTIONS]: Object.fromEntries(Object.entries(runOptions).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    };
  }

  protected checkFile(path: string): void {
    if (!statSync(this.path).isDirectory()) {
      super.checkFile(path);
      return;
    }
    const { entryPoint, jarFile, pyFiles = [], pyArchives = [] } = this.python;
    const names = { entryPoint: [entryPoint], jarFile: jarFile === undefined ? [] : [jarFile], pyFiles, pyArchives };
    for (const [property, paths] of Object.entries(names)) {
      // Python imports folders too
      const missing = paths.find(name => !Token.isUnresolved(name) && !isWithin(this.path, name, property === 'pyFiles'));
      if (missing === undefined) continue;
      reject(path, {
        property: `code ${property}`,
        got: missing,
        allowed: `a file in ${this.path}`,
        write: property === 'jarFile'
          ? 'its path relative to the folder, and put the connectors\' jar there before `cdk synth`'
          : 'its path relative to the folder, for example `main.py`',
      });
    }
  }

  protected assetOptions(): AssetOptions {
    return { exclude: PYTHON_EXCLUDES, ...this.options };
  }
}

function isWithin(folder: string, name: string, folderAllowed: boolean): boolean {
  const path = join(folder, name);
  const inside = relative(folder, path);
  if (inside === '' || inside.startsWith('..') || !existsSync(path)) return false;
  return folderAllowed || statSync(path).isFile();
}
