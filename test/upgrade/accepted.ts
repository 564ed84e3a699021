/** Ids that change once, before the first release. */
const HOME = 'the ids of what an imported VPC gets depend on its id only, so that renaming the import or reordering '
  + 'applications changes nothing';
const GROUP_ID = 'the ids of the rules for an imported group of endpoints depend on its id only, so that renaming the '
  + 'import changes nothing';
const OTHER_VPC = 'the app uses another VPC there: what is created for one application, no other one can say exists';

/**
 * What may be replaced or removed all the same, and why: `'Stack/LogicalId': 'reason'`, or `'Stack/export name'` for an
 * export.
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
  'ImportedExisting/EndpointGroupfromImportedExistingManagedFlinkvpc4567abcdClientSecurityGroup2BDBD6FE443D628280E': GROUP_ID,
  'ImportedExisting/ManagedFlinkvpc4567abcdClientSecurityGrouptoImportedExistingEndpointGroupB8C84B3644310DC362C': GROUP_ID,
  'ImportedExisting/OneSecurityGroupF6AAA6E6': OTHER_VPC,
  'ImportedExisting/TwoSecurityGroup4564FFD9': OTHER_VPC,
  ...withReason('before the first release: the group has the description that the CDK gives, so that a move from the '
    + 'alpha module with the '
    + 'same construct id does not replace it', [
    'Connected/OneSecurityGroupF6AAA6E6', 'Connected/TwoSecurityGroup4564FFD9',
    'ImportedCreate/OneSecurityGroupF6AAA6E6', 'ImportedCreate/TwoSecurityGroup4564FFD9',
    'ImportedExisting/OneSecurityGroupF6AAA6E6', 'ImportedExisting/TwoSecurityGroup4564FFD9',
    'JobsA/OneSecurityGroupF6AAA6E6', 'JobsA/TwoSecurityGroup4564FFD9',
    'JobsB/OneSecurityGroupF6AAA6E6', 'JobsB/TwoSecurityGroup4564FFD9',
    'Least/OneSecurityGroupF6AAA6E6', 'Least/TwoSecurityGroup4564FFD9',
    'Most/OneSecurityGroupF6AAA6E6', 'Most/TwoSecurityGroup4564FFD9',
  ]),
  ...withReason('a rule of such a group', [
    'Connected/BrokersfromConnectedOneSecurityGroupAB9AD91C9098C8CA50D3',
    'Connected/BrokersfromConnectedOneSecurityGroupAB9AD91C9092FF90C0CC',
    'Connected/BrokersfromConnectedTwoSecurityGroup52A365B99098A8782015',
    'Connected/BrokersfromConnectedTwoSecurityGroup52A365B990922BE6D832',
    'Connected/DatabasefromConnectedOneSecurityGroupAB9AD91C5432A45EF8FD',
    'Connected/DatabasefromConnectedTwoSecurityGroup52A365B95432E81E9010',
    'Connected/TwoSecurityGrouptoConnectedBrokersED3D053C9098A7B74D66',
    'Connected/TwoSecurityGrouptoConnectedBrokersED3D053C9092C0721B15',
    'Connected/TwoSecurityGrouptoConnectedDatabase4F243494543220C68878',
  ]),
};

function withReason(reason: string, ids: string[]): Record<string, string> {
  return Object.fromEntries(ids.map(id => [id, reason]));
}
