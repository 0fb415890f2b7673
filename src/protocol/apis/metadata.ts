// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type MetadataRequest, metadataRequest } from '../messages/metadata-request.ts'
import { type MetadataResponse, metadataResponse } from '../messages/metadata-response.ts'

export const metadataApi: Api<MetadataRequest, MetadataResponse> = {
  name: 'Metadata',
  key: 3,
  minVersion: 0,
  maxVersion: 13,
  request: metadataRequest,
  response: metadataResponse,
}
