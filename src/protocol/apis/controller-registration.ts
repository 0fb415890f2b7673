// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type ControllerRegistrationRequest,
  controllerRegistrationRequest,
} from '../messages/controller-registration-request.ts'
import {
  type ControllerRegistrationResponse,
  controllerRegistrationResponse,
} from '../messages/controller-registration-response.ts'

export const controllerRegistrationApi: Api<ControllerRegistrationRequest, ControllerRegistrationResponse> = {
  name: 'ControllerRegistration',
  key: 70,
  minVersion: 0,
  maxVersion: 0,
  request: controllerRegistrationRequest,
  response: controllerRegistrationResponse,
}
