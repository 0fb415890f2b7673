import type { QuestionName, RunOrder } from '../run-order.ts'

/** One thing to find out, and the load that finds it out. */
export interface Question {
  readonly name: QuestionName
  /** Completes the sentence "How fast is ...?". */
  readonly title: string
  readonly kind: 'produce' | 'consume' | 'end-to-end'
  readonly load: Pick<RunOrder, 'callerCount' | 'recordsPerCall' | 'lingerMs'> &
    Partial<Pick<RunOrder, 'valueSizeBytes'>>
  /** Of the backlog's length, where its records are larger than others. Default 1. */
  readonly backlogShare?: number
  /** How much longer than others it is measured. Default 1. */
  readonly windowFactor?: number
  /** What the reader must know before comparing rows. */
  readonly notes: readonly string[]
}
