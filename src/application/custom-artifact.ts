import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Asset, AssetOptions } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { checkJarFile, checkLocation } from './code-checks';
import { Limits } from '../core/limits';
import { SERVICE_LIMITS } from '../core/service-limits';

/** The types of artifacts, as the service spells them. */
type ArtifactType = 'UDF' | 'DEPENDENCY_JAR';

/** The coordinates of an artifact in the central Maven repository. */
export interface MavenReference {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
}

/** The location of a jar file. */
export interface JarLocation {
  readonly bucket: IBucket;
  readonly objectKey: string;
  readonly objectVersion?: string;
}

/** The custom artifact of one notebook, from Maven or from Amazon S3. */
export interface CustomArtifactConfig {
  readonly artifactType: ArtifactType;
  readonly maven?: MavenReference;
  readonly jar?: JarLocation;
}

type Bind = (scope: Construct, id: string) => CustomArtifactConfig;

const FLINK = 'org.apache.flink';
const CONNECTOR_VERSION = '1.15.4';

/**
 * A library that a Studio notebook loads when it starts: a connector or another dependency, or user-defined functions.
 *
 * An artifact must contain all of its own dependencies that the notebook does not have.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-zeppelin-connectors.html
 * @example
 * new FlinkStudioNotebook(this, 'Notebook', {
 *   customArtifacts: [CustomArtifact.KAFKA_CONNECTOR, CustomArtifact.MSK_IAM_AUTH],
 * });
 */
export class CustomArtifact {
  /** The Kinesis connector for Flink SQL, in the version that AWS supports for Studio notebooks. */
  public static readonly KINESIS_CONNECTOR =
    CustomArtifact.fromMaven(FLINK, 'flink-sql-connector-kinesis', CONNECTOR_VERSION);

  /** The Apache Kafka connector, in the version that AWS supports for Studio notebooks. */
  public static readonly KAFKA_CONNECTOR = CustomArtifact.fromMaven(FLINK, 'flink-connector-kafka', CONNECTOR_VERSION);

  /** The library that authenticates to Amazon MSK with IAM, in the version that AWS supports for Studio notebooks. */
  public static readonly MSK_IAM_AUTH = CustomArtifact.fromMaven('software.amazon.msk', 'aws-msk-iam-auth', '1.1.6');

  /**
   * A dependency from the central Maven repository.
   *
   * Each part is 1 to 256 of the characters `a-z A-Z 0-9 _ - .`.
   *
   * @param groupId the group, for example `org.apache.flink`
   * @param artifactId the artifact, for example `flink-connector-kafka`
   * @param version the version, for example `1.15.4`
   * @example
   * const connector = CustomArtifact.fromMaven('org.apache.flink', 'flink-connector-kafka', '1.15.4');
   */
  public static fromMaven(groupId: string, artifactId: string, version: string): CustomArtifact {
    return new CustomArtifact(scope => ({
      artifactType: 'DEPENDENCY_JAR', maven: checkedReference(scope, { groupId, artifactId, version }),
    }));
  }

  /**
   * A dependency as a local jar file, which is uploaded when the stack is deployed.
   *
   * @param path the path of the jar file, relative to the working directory
   * @example
   * const connector = CustomArtifact.jarFromAsset('lib/connector-1.0.jar');
   */
  public static jarFromAsset(path: string, options: AssetOptions = {}): CustomArtifact {
    return new CustomArtifact((scope, id) => ({
      artifactType: 'DEPENDENCY_JAR', jar: uploaded(scope, id, path, options),
    }));
  }

  /**
   * A dependency as a jar file in a bucket. It must exist before the stack is deployed.
   *
   * @param key the key of the jar file, 1 to 1024 characters
   * @param objectVersion the version of the object, 1 to 1024 characters; without it, the newest
   * @example
   * declare const bucket: s3.IBucket;
   * const connector = CustomArtifact.jarFromBucket(bucket, 'lib/connector-1.0.jar');
   */
  public static jarFromBucket(bucket: IBucket, key: string, objectVersion?: string): CustomArtifact {
    return new CustomArtifact(scope => ({
      artifactType: 'DEPENDENCY_JAR', jar: checkedLocation(scope, { bucket, objectKey: key, objectVersion }),
    }));
  }

  /**
   * User-defined functions as a local jar file, which is uploaded when the stack is deployed.
   *
   * @param path the path of the jar file, relative to the working directory
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-zeppelin-udf.html
   * @example
   * const functions = CustomArtifact.udfFromAsset('target/functions-1.0.jar');
   */
  public static udfFromAsset(path: string, options: AssetOptions = {}): CustomArtifact {
    return new CustomArtifact((scope, id) => ({ artifactType: 'UDF', jar: uploaded(scope, id, path, options) }));
  }

  /**
   * User-defined functions as a jar file in a bucket. It must exist before the stack is deployed.
   *
   * @param key the key of the jar file, 1 to 1024 characters
   * @param objectVersion the version of the object, 1 to 1024 characters; without it, the newest
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-zeppelin-udf.html
   * @example
   * declare const bucket: s3.IBucket;
   * const functions = CustomArtifact.udfFromBucket(bucket, 'releases/functions-1.0.jar');
   */
  public static udfFromBucket(bucket: IBucket, key: string, objectVersion?: string): CustomArtifact {
    return new CustomArtifact(scope => ({
      artifactType: 'UDF', jar: checkedLocation(scope, { bucket, objectKey: key, objectVersion }),
    }));
  }

  private constructor(private readonly bind: Bind) {}

  /**
   * Called when the notebook is constructed, once for each notebook.
   *
   * @param scope the notebook, below which an asset can be made
   * @param id the id of the asset
   * @throws if the artifact cannot be used
   * @internal
   */
  public _bind(scope: Construct, id: string): CustomArtifactConfig {
    return this.bind(scope, id);
  }
}

function checkedReference(scope: Construct, reference: MavenReference): MavenReference {
  const limits = new Limits(scope);
  const check = (part: keyof MavenReference, example: string) =>
    limits.text(`customArtifacts ${part}`, reference[part], {
      ...SERVICE_LIMITS.mavenPart, write: `for example \`${example}\``,
    });
  check('groupId', FLINK);
  check('artifactId', 'flink-connector-kafka');
  check('version', CONNECTOR_VERSION);
  return reference;
}

function checkedLocation(scope: Construct, location: JarLocation): JarLocation {
  checkLocation(scope, location, 'customArtifacts');
  return location;
}

function uploaded(scope: Construct, id: string, path: string, options: AssetOptions): JarLocation {
  if (options.bundling === undefined) checkJarFile(scope, path);
  const asset = new Asset(scope, id, { ...options, path });
  return { bucket: asset.bucket, objectKey: asset.s3ObjectKey };
}
