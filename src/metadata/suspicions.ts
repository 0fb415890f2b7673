/**
 * News that may come from a broker that lags behind: an epoch that went back, a topic that vanished. Such news is not
 * believed at once, but never refused for ever either, because the cluster may really have lost state (a topic created
 * anew on a cluster without topic ids, an unclean restore). Whoever says it often or long enough is believed.
 */
export interface Suspicion {
  readonly answerCount: number
  readonly sinceMs: number
}

/** So many answers in a row are believed. */
export const toleratedAnswers = 5
/** So long is the news resisted when answers are few. */
export const toleratedMs = 4000
const forgottenAfterMs = 600_000

/** One merge's view of the open suspicions; `result` is what the next merge starts from. */
export class SuspicionLedger {
  readonly #open: Map<string, Suspicion>
  readonly #nowMs: number
  #doubtCount = 0

  constructor(open: ReadonlyMap<string, Suspicion>, nowMs: number) {
    // A suspicion that nothing has touched for so long belongs to a topic that nobody asks about any more.
    this.#open = new Map([...open].filter(([, { sinceMs }]) => nowMs - sinceMs < forgottenAfterMs))
    this.#nowMs = nowMs
  }

  /** Something was not believed in this merge: asking again soon will settle it. */
  get hasDoubts(): boolean {
    return this.#doubtCount > 0
  }

  get result(): ReadonlyMap<string, Suspicion> {
    return this.#open
  }

  /** Counts the news. True when it has been repeated enough to be believed, which ends the suspicion. */
  believesAfterRepeat(news: string): boolean {
    const earlier = this.#open.get(news)
    const answerCount = (earlier?.answerCount ?? 0) + 1
    const sinceMs = earlier?.sinceMs ?? this.#nowMs
    if (answerCount >= toleratedAnswers || (answerCount > 1 && this.#nowMs - sinceMs >= toleratedMs)) {
      this.#open.delete(news)
      return true
    }
    this.#open.set(news, { answerCount, sinceMs })
    this.#doubtCount += 1
    return false
  }

  /** The news was contradicted by a good answer. */
  dismiss(news: string): void {
    this.#open.delete(news)
  }
}

export function epochWentBack(topic: string, partition: number): string {
  return `${topic}-${partition}: leader epoch went back`
}

export function topicVanished(topic: string): string {
  return `${topic}: not there any more`
}

export function topicIdWentBack(topic: string): string {
  return `${topic}: has its earlier id again`
}

export function partitionsVanished(topic: string): string {
  return `${topic}: has fewer partitions`
}
