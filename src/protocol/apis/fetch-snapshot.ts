// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type FetchSnapshotRequest, fetchSnapshotRequest } from '../messages/fetch-snapshot-request.ts'
import { type FetchSnapshotResponse, fetchSnapshotResponse } from '../messages/fetch-snapshot-response.ts'

export const fetchSnapshotApi: Api<FetchSnapshotRequest, FetchSnapshotResponse> = {
  name: 'FetchSnapshot',
  key: 59,
  minVersion: 0,
  maxVersion: 1,
  request: fetchSnapshotRequest,
  response: fetchSnapshotResponse,
}
