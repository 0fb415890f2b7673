// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type UpdateFeaturesRequest, updateFeaturesRequest } from '../messages/update-features-request.ts'
import { type UpdateFeaturesResponse, updateFeaturesResponse } from '../messages/update-features-response.ts'

export const updateFeaturesApi: Api<UpdateFeaturesRequest, UpdateFeaturesResponse> = {
  name: 'UpdateFeatures',
  key: 57,
  minVersion: 0,
  maxVersion: 2,
  request: updateFeaturesRequest,
  response: updateFeaturesResponse,
}
