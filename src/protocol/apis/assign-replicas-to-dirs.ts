// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type AssignReplicasToDirsRequest,
  assignReplicasToDirsRequest,
} from '../messages/assign-replicas-to-dirs-request.ts'
import {
  type AssignReplicasToDirsResponse,
  assignReplicasToDirsResponse,
} from '../messages/assign-replicas-to-dirs-response.ts'

export const assignReplicasToDirsApi: Api<AssignReplicasToDirsRequest, AssignReplicasToDirsResponse> = {
  name: 'AssignReplicasToDirs',
  key: 73,
  minVersion: 0,
  maxVersion: 0,
  request: assignReplicasToDirsRequest,
  response: assignReplicasToDirsResponse,
}
