// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type AlterPartitionRequest, alterPartitionRequest } from '../messages/alter-partition-request.ts'
import { type AlterPartitionResponse, alterPartitionResponse } from '../messages/alter-partition-response.ts'

export const alterPartitionApi: Api<AlterPartitionRequest, AlterPartitionResponse> = {
  name: 'AlterPartition',
  key: 56,
  minVersion: 2,
  maxVersion: 3,
  request: alterPartitionRequest,
  response: alterPartitionResponse,
}
