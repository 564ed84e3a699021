import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Asset, AssetOptions } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { checkJavaFile, checkJavaPath, checkPythonFiles, checkPythonPath } from './code-checks';

/** The property group in which the service looks for the entry point of a Python application. */
const PYTHON_RUN_OPTIONS = 'kinesis.analytics.flink.run.options';
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
   * A jar file with connectors and Java functions, relative to the folder or within the zip file. Several connectors go
   * into one jar.
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
   * When the application is constructed, a file that is missing, is not a jar or zip file or is larger than 512 MiB is
   * an error.
   *
   * @param path the path of the file, relative to the working directory; with `bundling` in the options, the folder to
   * bundle
   */
  public static fromAsset(path: string, options: AssetOptions = {}): ApplicationCode {
    return new AssetCode(path, options);
  }

  /**
   * An object in a bucket. It must be there before the stack is deployed.
   *
   * The application is allowed to read exactly this object, and to decrypt it where the key of the bucket is known to
   * the app.
   *
   * @param key the key of the jar or zip file, 1 to 1024 characters
   * @param objectVersion the version of the object, 1 to 1024 characters; without it a new object under the same key is
   * not deployed
   */
  public static fromBucket(bucket: IBucket, key: string, objectVersion?: string): ApplicationCode {
    return new BucketCode({ bucket, objectKey: key, objectVersion });
  }

  /**
   * A local folder or zip file with a PyFlink job, uploaded when the stack is deployed.
   *
   * It writes the property group `kinesis.analytics.flink.run.options`, in which the service looks for the entry point.
   * Of a folder, virtual environments, `__pycache__` and version control are always left out; `!pattern` in `exclude`
   * takes a file in again.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-python-creating.html
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

  public bind(_scope: Construct): ApplicationCodeConfig {
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
    // the user's patterns come last, so that they can take in again what is left out by default
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
