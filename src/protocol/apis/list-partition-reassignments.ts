// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type ListPartitionReassignmentsRequest,
  listPartitionReassignmentsRequest,
} from '../messages/list-partition-reassignments-request.ts'
import {
  type ListPartitionReassignmentsResponse,
  listPartitionReassignmentsResponse,
} from '../messages/list-partition-reassignments-response.ts'

export const listPartitionReassignmentsApi: Api<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse> =
  {
    name: 'ListPartitionReassignments',
    key: 46,
    minVersion: 0,
    maxVersion: 0,
    request: listPartitionReassignmentsRequest,
    response: listPartitionReassignmentsResponse,
  }
