// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type StreamsGroupTopologyDescriptionUpdateRequest,
  streamsGroupTopologyDescriptionUpdateRequest,
} from '../messages/streams-group-topology-description-update-request.ts'
import {
  type StreamsGroupTopologyDescriptionUpdateResponse,
  streamsGroupTopologyDescriptionUpdateResponse,
} from '../messages/streams-group-topology-description-update-response.ts'

export const streamsGroupTopologyDescriptionUpdateApi: Api<
  StreamsGroupTopologyDescriptionUpdateRequest,
  StreamsGroupTopologyDescriptionUpdateResponse
> = {
  name: 'StreamsGroupTopologyDescriptionUpdate',
  key: 93,
  minVersion: 0,
  maxVersion: 0,
  request: streamsGroupTopologyDescriptionUpdateRequest,
  response: streamsGroupTopologyDescriptionUpdateResponse,
}
