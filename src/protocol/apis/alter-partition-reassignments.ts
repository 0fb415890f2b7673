// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type AlterPartitionReassignmentsRequest,
  alterPartitionReassignmentsRequest,
} from '../messages/alter-partition-reassignments-request.ts'
import {
  type AlterPartitionReassignmentsResponse,
  alterPartitionReassignmentsResponse,
} from '../messages/alter-partition-reassignments-response.ts'

export const alterPartitionReassignmentsApi: Api<
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse
> = {
  name: 'AlterPartitionReassignments',
  key: 45,
  minVersion: 0,
  maxVersion: 1,
  request: alterPartitionReassignmentsRequest,
  response: alterPartitionReassignmentsResponse,
}
