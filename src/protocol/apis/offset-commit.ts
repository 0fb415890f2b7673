// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type OffsetCommitRequest, offsetCommitRequest } from '../messages/offset-commit-request.ts'
import { type OffsetCommitResponse, offsetCommitResponse } from '../messages/offset-commit-response.ts'

export const offsetCommitApi: Api<OffsetCommitRequest, OffsetCommitResponse> = {
  name: 'OffsetCommit',
  key: 8,
  minVersion: 2,
  maxVersion: 10,
  request: offsetCommitRequest,
  response: offsetCommitResponse,
}
