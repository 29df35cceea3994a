import { createTurn } from '@ioc/shared/turn'

/** Keeps what must not happen between a `classify` and its `commit` before or behind the pair. */
export interface Pairs {
  /** Once more within a pair it changes nothing: a commit that failed begins with `classify` again. */
  begin(): Promise<void>
  end(): void
  /** Runs between pairs; what follows waits for it. */
  between: Between
}

export type Between = ReturnType<typeof createTurn>

/** One writer of observations at a time: two that delete the same row would have one of them begin again. */
export function createPairs(): Pairs {
  const inTurn = createTurn()
  let end: (() => void) | null = null

  return {
    async begin() {
      if (end) return
      await new Promise<void>((begun) => {
        void inTurn(() => {
          begun()
          return new Promise<void>((ended) => (end = ended))
        })
      })
    },
    end() {
      end?.()
      end = null
    },
    between: inTurn,
  }
}
