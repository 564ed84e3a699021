/**
 * Who publishes the library and under which names: the one place that an owner changes.
 * All values are placeholders until then.
 */
export class Owner {
  static readonly METADATA = {
    author: 'The cdk-managed-flink authors',
    authorAddress: 'https://github.com/cdk-managed-flink',
    authorOrganization: true,
    repositoryUrl: 'https://github.com/cdk-managed-flink/cdk-managed-flink.git',
  };

  static readonly PACKAGES = {
    publishToPypi: { distName: 'cdk-managed-flink', module: 'cdk_managed_flink' },
    publishToMaven: {
      javaPackage: 'io.github.cdkmanagedflink',
      mavenGroupId: 'io.github.cdk-managed-flink',
      mavenArtifactId: 'cdk-managed-flink',
    },
    publishToNuget: { dotNetNamespace: 'CdkManagedFlink', packageId: 'CdkManagedFlink' },
    publishToGo: { moduleName: 'github.com/cdk-managed-flink/cdk-managed-flink-go', packageName: 'cdkmanagedflink' },
  };
}
