/**
 * UpdateFeatures (key 57), v0-2 (KIP-584). All changes of a request are made, or none. v0 says whether a level may go down,
 * later ones how. Up to v1 each feature has an answer of its own.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { updateFeaturesApi } from '../../protocol/apis/update-features.ts'
import type { UpdateFeaturesRequestFeatureUpdateKey } from '../../protocol/messages/update-features-request.ts'
import { FeatureLevels } from '../administration/feature-levels.ts'
import type { FinalizedFeature } from '../profiles/profile.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import { isNotController } from './controller-only.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

const UpgradeTypes = { upgrade: 1, safeDowngrade: 2, unsafeDowngrade: 3 } as const
const lastVersionWithResults = 1

export const updateFeaturesHandler: ApiHandler = defineHandler(
  updateFeaturesApi,
  ({ featureUpdates, validateOnly }, context) => {
    const { cluster, node, version } = context
    const failed = (errorCode: number, errorMessage: string | null) => ({ errorCode, errorMessage })
    if (!isAllowedOnCluster(context, 'ALTER')) return failed(ErrorCodes.CLUSTER_AUTHORIZATION_FAILED, null)
    if (isNotController(context)) return failed(ErrorCodes.NOT_CONTROLLER, null)
    const levels = cluster.part(FeatureLevels)
    for (const update of featureUpdates) {
      const reason = whyRefused(update, upgradeTypeOf(update, version), levels.of(node), node.nodeId)
      if (reason === undefined) continue
      const message = `Invalid update version ${update.maxVersionLevel} for feature ${update.feature}. ${reason}`
      const all = 'The update failed for all features since the following feature had an error: '
      return failed(ErrorCodes.INVALID_UPDATE_VERSION, all + message)
    }
    if (!validateOnly) for (const { feature, maxVersionLevel } of featureUpdates) levels.set(feature, maxVersionLevel)
    if (version > lastVersionWithResults) return { errorMessage: null }
    return { errorMessage: null, results: featureUpdates.map(({ feature }) => ({ feature, errorMessage: null })) }
  },
  (_request, errorCode) => ({ errorCode, errorMessage: null }),
)

function upgradeTypeOf({ allowDowngrade, upgradeType }: UpdateFeaturesRequestFeatureUpdateKey, version: number) {
  if (version >= 1) return upgradeType
  return allowDowngrade ? UpgradeTypes.safeDowngrade : UpgradeTypes.upgrade
}

function whyRefused(
  { feature, maxVersionLevel: level }: UpdateFeaturesRequestFeatureUpdateKey,
  upgradeType: number,
  features: readonly FinalizedFeature[],
  nodeId: number,
): string | undefined {
  const isKnownType = Object.values<number>(UpgradeTypes).includes(upgradeType)
  if (!isKnownType) return 'The controller does not support the given upgrade type.'
  if (level < 0) return 'A feature version cannot be less than 0.'
  const known = features.find(({ name }) => name === feature)
  if (known === undefined) return `Local controller ${nodeId} does not support this feature.`
  const [min, max] = known.supported
  if (level < min || level > max) return `Local controller ${nodeId} only supports versions ${min}-${max}`
  if (level < known.level && upgradeType === UpgradeTypes.upgrade) {
    return "Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe downgrade."
  }
  if (level > known.level && upgradeType !== UpgradeTypes.upgrade) return "Can't downgrade to a newer version."
  return undefined
}
