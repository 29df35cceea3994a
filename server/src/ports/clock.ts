import type { EpochMs } from '@ioc/shared/time'

/** Time, passed in so that a day can be replayed. */
export interface Clock {
  now(): EpochMs
  /** Calls `run` every `ms` until the returned function is called. */
  every(ms: number, run: () => void): () => void
  /** Calls `run` once after `ms` unless the returned function is called first. */
  after(ms: number, run: () => void): () => void
}
