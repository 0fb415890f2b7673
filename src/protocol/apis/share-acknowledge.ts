// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type ShareAcknowledgeRequest, shareAcknowledgeRequest } from '../messages/share-acknowledge-request.ts'
import { type ShareAcknowledgeResponse, shareAcknowledgeResponse } from '../messages/share-acknowledge-response.ts'

export const shareAcknowledgeApi: Api<ShareAcknowledgeRequest, ShareAcknowledgeResponse> = {
  name: 'ShareAcknowledge',
  key: 79,
  minVersion: 1,
  maxVersion: 2,
  request: shareAcknowledgeRequest,
  response: shareAcknowledgeResponse,
}
