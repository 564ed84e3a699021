/** Ids that change once, before the first release. */
const HOME = 'the ids of what an imported VPC gets depend on its id only, so that renaming the import or reordering applications changes nothing';
const OTHER_VPC = 'the app uses another VPC there: what is created for one application, no other one can say exists';

/**
 * What may be replaced or removed all the same, and why: `'Stack/LogicalId': 'reason'`, or `'Stack/export name'` for an export.
 *
 * An entry belongs into the commit that needs it and leaves with the next one.
 */
export const ACCEPTED: Readonly<Record<string, string>> = {
  'ImportedCreate/ImportedManagedFlinkEndpointSecurityGroup994587CC': HOME,
  'ImportedCreate/ImportedManagedFlinkEndpointSecurityGroupfromImportedCreateImportedManagedFlinkClientSecurityGroupFBD534854434A17BB29': HOME,
  'ImportedCreate/ImportedManagedFlinkInterfacelogs631E559A': HOME,
  'ImportedCreate/ImportedManagedFlinkClientSecurityGroup53D39CA0': HOME,
  'ImportedCreate/ImportedManagedFlinkClientSecurityGrouptoImportedCreateImportedManagedFlinkEndpointSecurityGroup5855CB78443BDB033B2': HOME,
  'ImportedCreate/ImportedManagedFlinkInterfacemonitoringD6F70601': HOME,
  'ImportedCreate/ImportedManagedFlinkGateways3F1588790': HOME,
  'ImportedCreate/ImportedCreate:ExportsOutputFnGetAttImportedManagedFlinkClientSecurityGroup53D39CA0GroupIdCA879B8E': HOME,
  'ImportedExisting/EndpointGroupfromImportedCreateImportedManagedFlinkClientSecurityGroupFBD53485443FA919585': OTHER_VPC,
  'ImportedExisting/EndpointGroupImportedCreateImportedManagedFlinkClientSecurityGroupFBD53485443from1E6E986F': OTHER_VPC,
  'ImportedExisting/OneSecurityGroupF6AAA6E6': OTHER_VPC,
  'ImportedExisting/TwoSecurityGroup4564FFD9': OTHER_VPC,
};
