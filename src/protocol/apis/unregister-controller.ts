// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type UnregisterControllerRequest,
  unregisterControllerRequest,
} from '../messages/unregister-controller-request.ts'
import {
  type UnregisterControllerResponse,
  unregisterControllerResponse,
} from '../messages/unregister-controller-response.ts'

export const unregisterControllerApi: Api<UnregisterControllerRequest, UnregisterControllerResponse> = {
  name: 'UnregisterController',
  key: 94,
  minVersion: 0,
  maxVersion: 0,
  request: unregisterControllerRequest,
  response: unregisterControllerResponse,
}
