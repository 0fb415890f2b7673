/** A tagged field (KIP-482) that this version of the schemas does not know. Kept, so that re-encoding loses nothing. */
export interface TaggedField {
  readonly tag: number
  readonly data: Uint8Array
}

export const noTaggedFields: readonly TaggedField[] = Object.freeze([])
