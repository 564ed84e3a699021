/**
 * Who publishes the library and under which names: the one place that an owner changes.
 * All values are placeholders until then; `npx jest test/package` names the files of the examples and of the README
 * that follow.
 */
export class Owner {
  static readonly METADATA = {
    author: 'The cdk-managed-flink authors',
    authorAddress: 'https://github.com/cdk-managed-flink',
    authorOrganization: true,
    repositoryUrl: 'https://github.com/cdk-managed-flink/cdk-managed-flink.git',
  };

  /**
   * The registries trust the release workflow (OpenID Connect) wherever they can; Maven Central and the Go repository
   * still ask for secrets.
   */
  static readonly PACKAGES = {
    npmTrustedPublishing: true,
    publishToPypi: { distName: 'cdk-managed-flink', module: 'cdk_managed_flink', trustedPublishing: true },
    publishToMaven: {
      javaPackage: 'io.github.cdkmanagedflink',
      mavenGroupId: 'io.github.cdk-managed-flink',
      mavenArtifactId: 'cdk-managed-flink',
    },
    publishToNuget: { dotNetNamespace: 'CdkManagedFlink', packageId: 'CdkManagedFlink', trustedPublishing: true },
    publishToGo: { moduleName: 'github.com/cdk-managed-flink/cdk-managed-flink-go', packageName: 'cdkmanagedflink' },
  };
}
