// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type AlterReplicaLogDirsRequest,
  alterReplicaLogDirsRequest,
} from '../messages/alter-replica-log-dirs-request.ts'
import {
  type AlterReplicaLogDirsResponse,
  alterReplicaLogDirsResponse,
} from '../messages/alter-replica-log-dirs-response.ts'

export const alterReplicaLogDirsApi: Api<AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse> = {
  name: 'AlterReplicaLogDirs',
  key: 34,
  minVersion: 1,
  maxVersion: 2,
  request: alterReplicaLogDirsRequest,
  response: alterReplicaLogDirsResponse,
}
