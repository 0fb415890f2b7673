// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type FindCoordinatorRequest, findCoordinatorRequest } from '../messages/find-coordinator-request.ts'
import { type FindCoordinatorResponse, findCoordinatorResponse } from '../messages/find-coordinator-response.ts'

export const findCoordinatorApi: Api<FindCoordinatorRequest, FindCoordinatorResponse> = {
  name: 'FindCoordinator',
  key: 10,
  minVersion: 0,
  maxVersion: 6,
  request: findCoordinatorRequest,
  response: findCoordinatorResponse,
}
