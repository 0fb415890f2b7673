// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type ProduceRequest, produceRequest } from '../messages/produce-request.ts'
import { type ProduceResponse, produceResponse } from '../messages/produce-response.ts'

export const produceApi: Api<ProduceRequest, ProduceResponse> = {
  name: 'Produce',
  key: 0,
  minVersion: 3,
  maxVersion: 13,
  request: produceRequest,
  response: produceResponse,
}
