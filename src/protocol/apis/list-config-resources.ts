// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type ListConfigResourcesRequest,
  listConfigResourcesRequest,
} from '../messages/list-config-resources-request.ts'
import {
  type ListConfigResourcesResponse,
  listConfigResourcesResponse,
} from '../messages/list-config-resources-response.ts'

export const listConfigResourcesApi: Api<ListConfigResourcesRequest, ListConfigResourcesResponse> = {
  name: 'ListConfigResources',
  key: 74,
  minVersion: 0,
  maxVersion: 1,
  request: listConfigResourcesRequest,
  response: listConfigResourcesResponse,
}
