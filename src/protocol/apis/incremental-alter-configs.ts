// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type IncrementalAlterConfigsRequest,
  incrementalAlterConfigsRequest,
} from '../messages/incremental-alter-configs-request.ts'
import {
  type IncrementalAlterConfigsResponse,
  incrementalAlterConfigsResponse,
} from '../messages/incremental-alter-configs-response.ts'

export const incrementalAlterConfigsApi: Api<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> = {
  name: 'IncrementalAlterConfigs',
  key: 44,
  minVersion: 0,
  maxVersion: 1,
  request: incrementalAlterConfigsRequest,
  response: incrementalAlterConfigsResponse,
}
