import { statSync } from 'node:fs'

/** So long a log is written into the database: what a start has to read again stays short. */
const LOG_BYTES = 16 * 1024 * 1024

/** Keeps what writes and what writes the log into the database apart. */
export interface Checkpoints {
  /** Runs what writes. Others write beside it; a checkpoint waits for its end. Not to be called from within itself. */
  write<T>(work: () => Promise<T>): Promise<T>
  /** The log becomes part of the database, once nobody writes. */
  now(): Promise<void>
}

interface CheckpointOptions {
  /** Where the log lies. */
  log: string
  run: () => Promise<unknown>
}

/**
 * Lets no checkpoint run beside a transaction that writes.
 *
 * DuckDB would let it, and can then write rows as deleted that a transaction has deleted and not committed yet. When it
 * commits, the log behind that checkpoint says so once more, and the next start cannot read it ("Conflict on tuple
 * deletion"). So DuckDB's own checkpoints are switched off, and these take their place.
 */
export function createCheckpoints({ log, run }: CheckpointOptions): Checkpoints {
  let writers = 0
  /** Resolves when the checkpoint that waits or runs has ended. */
  let ended: Promise<void> | null = null
  let onIdle: (() => void) | undefined
  let limit = LOG_BYTES

  function alone(): Promise<void> {
    const idle = writers === 0 ? Promise.resolve() : new Promise<void>((resolve) => (onIdle = resolve))
    const running = idle.then(run)
    const over = () => void (ended = null)
    ended = running.then(over, over)
    return running.then(() => undefined)
  }

  function left(): void {
    writers -= 1
    if (writers === 0) onIdle?.()
    if (ended) return
    const bytes = sizeOf(log)
    if (bytes < limit) return
    // One that fails is tried again when the log has grown by as much once more.
    limit = bytes + LOG_BYTES
    alone().then(
      () => (limit = LOG_BYTES),
      () => undefined,
    )
  }

  /** From the look at `ended` to the counting of the writer nothing may be waited for. */
  async function write<T>(work: () => Promise<T>): Promise<T> {
    if (ended) {
      await ended
      return write(work)
    }
    writers += 1
    try {
      return await work()
    } finally {
      left()
    }
  }

  async function now(): Promise<void> {
    if (!ended) return alone()
    await ended
    return now()
  }

  return { write, now }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
