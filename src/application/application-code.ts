import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Asset, AssetOptions } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { checkBucket, checkJavaFile, checkJavaPath, checkPythonFiles, checkPythonPath } from './code-checks';

/** The property group in which the service looks for the entry point of a Python application. */
const PYTHON_RUN_OPTIONS = 'kinesis.analytics.flink.run.options';
/** Files that are never part of the package of a Python job. */
const PYTHON_EXCLUDES = ['.git', '.venv', 'venv', '__pycache__', '*.pyc', '.DS_Store'];

/** The location of the code of an application, and the settings that the service needs to run it. */
export interface ApplicationCodeConfig {
  /**
   * The bucket. The application is allowed to read the object, and to decrypt it if the app knows the key of the
   * bucket.
   */
  readonly bucket: IBucket;

  /** The key of the JAR or ZIP file in the bucket, 1 to 1024 characters. */
  readonly objectKey: string;

  /**
   * The version of the object, 1 to 1024 characters.
   *
   * @default - the latest version at the time of the deployment
   */
  readonly objectVersion?: string;

  /**
   * Property groups that the service reads when it runs the code.
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
   * A JAR file with connectors and Java functions, relative to the folder or within the ZIP file. To use several
   * connectors, package them into one JAR file.
   *
   * @default - none
   */
  readonly jarFile?: string;

  /**
   * Python files and folders that the job imports, relative to the folder or within the ZIP file.
   *
   * @default - none
   */
  readonly pyFiles?: string[];

  /**
   * Archives with resource files, relative to the folder or within the ZIP file.
   *
   * @default - none
   */
  readonly pyArchives?: string[];
}

/**
 * The code of a Flink application: a JAR file, or a ZIP file with Python code, of at most 512 MiB.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-creating-apps.html
 * @example
 * const jar = ApplicationCode.fromAsset('target/orders-1.0.jar');
 * new FlinkApplication(this, 'Orders', { runtime: FlinkRuntime.FLINK_1_20, code: jar });
 */
export abstract class ApplicationCode {
  /**
   * A local JAR or ZIP file, which is uploaded when the stack is deployed.
   *
   * The file is checked when the application is constructed: it must exist, have the extension `.jar` or `.zip`, and
   * have at most 512 MiB.
   *
   * @param path the path of the file, relative to the working directory; with `bundling` in the options, the path of
   * the folder to bundle
   * @example
   * const jar = ApplicationCode.fromAsset('target/orders-1.0.jar');
   */
  public static fromAsset(path: string, options: AssetOptions = {}): ApplicationCode {
    return new AssetCode(path, options);
  }

  /**
   * An object in a bucket. The object must exist before you deploy the stack.
   *
   * The application is allowed to read exactly this object, and to decrypt it if the app knows the key of the bucket.
   * If you import a bucket that is encrypted with a customer managed key, import it with its `encryptionKey`: an import
   * by name or ARN does not tell whether there is a key.
   *
   * @param key the key of the JAR or ZIP file, 1 to 1024 characters
   * @param objectVersion the version of the object, 1 to 1024 characters; without it, a new object under the same key
   * does not update the application
   * @example
   * declare const bucket: s3.IBucket;
   * const jar = ApplicationCode.fromBucket(bucket, 'releases/orders-1.0.jar');
   */
  public static fromBucket(bucket: IBucket, key: string, objectVersion?: string): ApplicationCode {
    return new BucketCode({ bucket, objectKey: key, objectVersion });
  }

  /**
   * A local folder or ZIP file with a PyFlink job, which is uploaded when the stack is deployed.
   *
   * The entry point is written to the property group `kinesis.analytics.flink.run.options`, where the service looks for
   * it. Virtual environments, `__pycache__` and version control folders are not uploaded. To upload such a file, add
   * `!pattern` to `exclude`.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-python-creating.html
   * @example
   * const job = ApplicationCode.fromPythonAsset('orders', {
   *   entryPoint: 'main.py',
   *   jarFile: 'lib/pyflink-dependencies.jar',
   * });
   */
  public static fromPythonAsset(path: string, options: PythonAssetOptions): ApplicationCode {
    return new PythonAssetCode(path, options);
  }

  /**
   * Called when the application is constructed, once for each application.
   *
   * @param scope the application, below which an asset can be made
   * @throws if the code cannot be used
   */
  public abstract bind(scope: Construct): ApplicationCodeConfig;
}

class BucketCode extends ApplicationCode {
  constructor(private readonly config: ApplicationCodeConfig) {
    super();
  }

  public bind(scope: Construct): ApplicationCodeConfig {
    checkBucket(scope, this.config.bucket);
    return this.config;
  }
}

class AssetCode extends ApplicationCode {
  constructor(private readonly path: string, private readonly options: AssetOptions) {
    super();
  }

  public bind(scope: Construct): ApplicationCodeConfig {
    checkJavaPath(scope, this.path);
    if (this.options.bundling === undefined) checkJavaFile(scope, this.path);
    return uploaded(scope, this.path, this.options);
  }
}

class PythonAssetCode extends ApplicationCode {
  constructor(private readonly path: string, private readonly options: PythonAssetOptions) {
    super();
  }

  public bind(scope: Construct): ApplicationCodeConfig {
    // the user's patterns come last, so that they can include again what is excluded by default
    const options = { ...this.options, exclude: [...PYTHON_EXCLUDES, ...this.options.exclude ?? []] };
    checkPythonPath(scope, this.path);
    checkPythonFiles(scope, this.path, options);
    return {
      ...uploaded(scope, this.path, options),
      propertyGroups: { [PYTHON_RUN_OPTIONS]: this.runOptions() },
    };
  }

  private runOptions(): { [key: string]: string } {
    const { entryPoint, jarFile, pyFiles = [], pyArchives = [] } = this.options;
    // the service refuses empty values
    return {
      python: entryPoint,
      ...jarFile !== undefined && { jarfile: jarFile },
      ...pyFiles.length > 0 && { pyFiles: pyFiles.join(',') },
      ...pyArchives.length > 0 && { pyArchives: pyArchives.join(',') },
    };
  }
}

function uploaded(scope: Construct, path: string, options: AssetOptions): ApplicationCodeConfig {
  const asset = new Asset(scope, 'Code', { ...options, path });
  return { bucket: asset.bucket, objectKey: asset.s3ObjectKey };
}
