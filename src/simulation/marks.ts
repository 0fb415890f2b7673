/**
 * States that good plans reach. Each must be seen in some seeds of any large run: a mark that never is means that the
 * plans have become blind there, and that a bug behind it would not be found.
 */
const marksOfProducing: readonly string[] = [
  'a batch came to who does not lead',
  'a batch failed as not persisted',
  'a batch failed in doubt',
  'a batch that was sent again was acknowledged',
  'a batch was sent again',
  'a flush ended',
  'a new producer epoch was used',
  'a produce request ended without an answer',
  'a reader went on after an error',
  'an answer was lost',
  'an error was answered to what was appended',
  'delivery deadline waited for the lock of sink',
  'fail all waited for the lock of sink',
  'metadata refresher waited for the lock of sink',
  'produce was refused',
  'several requests of a partition were in flight',
  'the buffer was full',
]

const marksOfGroups: readonly string[] = [
  'a commit was refused',
  'a commit went on',
  'a coordinator moved',
  'a member vanished',
  'a member was thrown out and did not know',
  'a partition went to another member',
  'a record was handed over twice',
  'an answer to a member was lost',
  'partitions were lost',
  'partitions were revoked',
]

export const requiredMarks: Readonly<Record<'produce' | 'groups', readonly string[]>> = {
  produce: marksOfProducing,
  groups: marksOfGroups,
}
