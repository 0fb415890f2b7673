// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type ReadShareGroupStateSummaryRequest,
  readShareGroupStateSummaryRequest,
} from '../messages/read-share-group-state-summary-request.ts'
import {
  type ReadShareGroupStateSummaryResponse,
  readShareGroupStateSummaryResponse,
} from '../messages/read-share-group-state-summary-response.ts'

export const readShareGroupStateSummaryApi: Api<ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryResponse> =
  {
    name: 'ReadShareGroupStateSummary',
    key: 87,
    minVersion: 0,
    maxVersion: 1,
    request: readShareGroupStateSummaryRequest,
    response: readShareGroupStateSummaryResponse,
  }
