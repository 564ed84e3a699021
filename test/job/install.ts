import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exists, run } from './shell';

const ROOT = join(__dirname, '..', '..');
const FLINK = '1.20.5';
const POSTGRES = '/usr/lib/postgresql';
/** The Pythons that this version of PyFlink runs on. */
const PYTHONS = ['python3.11', 'python3.10', 'python3.9', 'python3'];
/** Commands, and the packages of Debian that have them. */
const DEBIAN = { mvn: 'maven', javac: 'default-jdk-headless', keytool: 'default-jre-headless', unzip: 'unzip' };
const EXCLUDED = ['cdk.out', 'lib', 'vendor', 'target', '__pycache__', 'node_modules'];

/** What the test runs with; everything lies in a cache that is kept. */
export interface Tools {
  /** Flink's home: `bin`, `conf`, `lib`. */
  readonly flinkHome: string;
  readonly flinkPython: string;
  readonly peersPython: string;
  /** The folder with `initdb` and `postgres`. */
  readonly postgres: string;
  readonly brokerClasspath: string;
  /** Jars that the service has beside Flink's own distribution. */
  readonly service: { readonly s3: string; readonly runtime: string };
  /** `broker.p12` and `trust.p12`. */
  readonly keys: string;
  /** A copy of the examples with the connectors and the packages of the job. */
  readonly examples: string;
  /** Undefined where Maven has the Kinesis connector. */
  readonly kinesisDouble?: string;
}

/** Where everything is kept. Several checkouts may share one folder. */
const CACHE = process.env.FLINK_TEST_CACHE ?? join(ROOT, '.cache', 'flink');

const hash = (...files: string[]) =>
  createHash('sha256')
    .update(files.map(file => readFileSync(file, 'utf8')).join('\n'))
    .digest('hex')
    .slice(0, 12);

/** Makes something once: it counts as made when its last step is done. */
export function once(name: string, version: string, make: (folder: string) => void): string {
  const folder = join(CACHE, name);
  const mark = join(folder, '.made');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === version) return folder;
  console.log(`  installing ${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  make(folder);
  writeFileSync(mark, version);
  return folder;
}

function aptGet(...packages: string[]): void {
  if (process.getuid?.() !== 0) {
    throw new Error(`install ${packages.join(', ')} first: without root this cannot be done here`);
  }
  console.log(`  installing ${packages.join(', ')}`);
  run('apt-get', ['update', '-q']);
  run('apt-get', ['install', '-qy', '--no-install-recommends', ...packages], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  });
}

function installDebian(): string {
  const missing = Object.entries(DEBIAN)
    .filter(([command]) => !exists(command))
    .map(([, name]) => name);
  const servers = () =>
    existsSync(POSTGRES) ? readdirSync(POSTGRES).map(version => join(POSTGRES, version, 'bin')) : [];
  const found = () => servers().find(folder => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'psql')));
  if (found() === undefined) missing.push('postgresql');
  if (missing.length > 0) aptGet(...missing);
  const postgres = found();
  if (postgres === undefined) throw new Error(`no initdb below ${POSTGRES}, although postgresql is installed`);
  return postgres;
}

function python(): string {
  const supported = 'import sys, venv, ensurepip; sys.exit(0 if (3, 8) <= sys.version_info[:2] <= (3, 11) else 1)';
  const found = PYTHONS.find(name => {
    try {
      run(name, ['-c', supported]);
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined) {
    throw new Error(`PyFlink ${FLINK} needs Python 3.8 to 3.11 with venv: install one of ${PYTHONS.join(', ')}`);
  }
  return found;
}

export function venv(name: string, version: string, requirements: string[]): string {
  const folder = once(name, version, target => {
    run(python(), ['-m', 'venv', target]);
    run(join(target, 'bin', 'pip'), ['install', '--quiet', ...requirements]);
  });
  return join(folder, 'bin', 'python');
}

const maven = (folder: string, ...args: string[]) => run('mvn', ['-B', '-ntp', '-q', ...args], { cwd: folder });

/** The artefacts of a POM and of what these need. */
function jars(name: string): string {
  const pom = join(__dirname, `${name}.xml`);
  return once(name, hash(pom), folder => {
    cpSync(pom, join(folder, 'pom.xml'));
    maven(folder, 'dependency:copy-dependencies', `-DoutputDirectory=${join(folder, 'jars')}`);
  });
}

function compile(
  name: string,
  classpath: string,
  sources: string[],
  more: (classes: string) => void = () => {},
): string {
  const paths = sources.map(source => join(__dirname, 'doubles', source));
  return once(name, hash(...paths), folder => {
    run('javac', ['--release', '11', '-nowarn', '-cp', classpath, '-d', folder, ...paths]);
    more(folder);
  });
}

function keys(): string {
  return once('keys', '1', folder => {
    const store = (...args: string[]) =>
      run('keytool', [...args, '-storetype', 'PKCS12', '-storepass', 'changeit'], { cwd: folder });
    store(
      '-genkeypair',
      '-alias',
      'broker',
      '-keyalg',
      'RSA',
      '-keysize',
      '2048',
      '-validity',
      '3650',
      '-dname',
      'CN=broker',
      '-ext',
      'SAN=dns:broker.eu-central-1.localhost,dns:localhost,ip:127.0.0.1',
      '-keystore',
      'broker.p12',
    );
    store('-exportcert', '-alias', 'broker', '-rfc', '-file', 'broker.pem', '-keystore', 'broker.p12');
    store('-importcert', '-noprompt', '-alias', 'broker', '-file', 'broker.pem', '-keystore', 'trust.p12');
  });
}

/** A file of Java's service loader names the double as a factory. */
function kinesisDouble(flinkHome: string): string {
  const folder = compile('kinesis-double', join(flinkHome, 'lib', '*'), ['KinesisDouble.java'], classes => {
    const services = join(classes, 'META-INF', 'services');
    mkdirSync(services, { recursive: true });
    writeFileSync(join(services, 'org.apache.flink.table.factories.Factory'), 'doubles.KinesisDouble\n');
    run('jar', ['cf', join(classes, 'kinesis-double.jar'), '-C', classes, 'doubles', '-C', classes, 'META-INF']);
  });
  return join(folder, 'kinesis-double.jar');
}

/** `lib/connectors.jar` of the job, as its README says; without Kinesis where Maven does not have its connector. */
function connectors(): { readonly folder: string; readonly kinesis: boolean } {
  const pom = join(ROOT, 'examples', 'job', 'pom.xml');
  const folder = once('connectors', hash(pom), target => {
    cpSync(pom, join(target, 'pom.xml'));
    try {
      maven(target, 'package');
      writeFileSync(join(target, 'kinesis'), '');
    } catch (error) {
      // nothing but this one connector may be missing
      if (!/Could not resolve|could not be resolved/i.test(String(error))
        || !String(error).includes('kinesis-streams')) {
        throw error;
      }
      maven(target, 'package', '-P', '!kinesis');
    }
  });
  return { folder: join(folder, 'lib'), kinesis: existsSync(join(folder, 'kinesis')) };
}

function javaJob(): string {
  const source = join(ROOT, 'examples', 'java-job');
  const version = hash(join(source, 'pom.xml'), join(source, 'src', 'main', 'java', 'orders', 'OrdersJob.java'));
  const folder = once('java-job', version, target => {
    for (const name of ['pom.xml', 'src']) cpSync(join(source, name), join(target, name), { recursive: true });
    maven(target, 'package');
  });
  return join(folder, 'target', 'orders-job.jar');
}

/** The examples with what their builds make, in a copy, so that the checkout stays as it is. */
function examples(flinkPython: string, libraries: string): string {
  const requirements = join(ROOT, 'examples', 'job', 'requirements.txt');
  const vendor = once('vendor', hash(requirements), folder => {
    run(flinkPython, ['-m', 'pip', 'install', '--quiet', '--target', join(folder, 'vendor'), '-r', requirements]);
  });
  // inside the project, where the examples find the library by its name
  const folder = join(ROOT, '.cache', 'examples');
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['job', 'java-job', 'typescript']) {
    const filter = (path: string) => !EXCLUDED.some(part => path.endsWith(join(name, part)));
    cpSync(join(ROOT, 'examples', name), join(folder, name), { recursive: true, filter });
  }
  cpSync(libraries, join(folder, 'job', 'lib'), { recursive: true });
  cpSync(join(vendor, 'vendor'), join(folder, 'job', 'vendor'), { recursive: true });
  mkdirSync(join(folder, 'java-job', 'target'));
  cpSync(javaJob(), join(folder, 'java-job', 'target', 'orders-job.jar'));
  return folder;
}

/** Installs what is not there yet. */
export function install(): Tools {
  mkdirSync(CACHE, { recursive: true });
  const postgres = installDebian();
  const flinkPython = venv('flink', FLINK, [`apache-flink==${FLINK}`]);
  const requirements = join(__dirname, 'requirements.txt');
  const peersPython = venv('peers', hash(requirements), ['-r', requirements]);
  const flinkHome = run(flinkPython, ['-c', 'import pyflink, os; print(os.path.dirname(pyflink.__file__))']).trim();
  const broker = join(jars('broker'), 'jars', '*');
  const service = join(jars('service'), 'jars');
  const jar = (prefix: string) => join(service, readdirSync(service).find(name => name.startsWith(prefix)) ?? prefix);
  const { folder: libraries, kinesis } = connectors();
  return {
    flinkHome,
    flinkPython,
    peersPython,
    postgres,
    brokerClasspath: `${broker}:${compile('msk-double', broker, ['MskLogin.java', 'RecordingAuthorizer.java'])}`,
    service: { s3: jar('flink-s3-fs-hadoop'), runtime: jar('aws-kinesisanalytics-runtime') },
    keys: keys(),
    examples: examples(flinkPython, libraries),
    kinesisDouble: kinesis ? undefined : kinesisDouble(flinkHome),
  };
}
