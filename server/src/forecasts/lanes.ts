import type { Clock } from '../ports/clock.js'
import type { Worker } from '../ports/worker.js'

export interface Lanes {
  open(): void
  /** There is something to do again. */
  wake(): void
  /** Resolves once no lane is at work any more. */
  close(): Promise<void>
}

interface LanesOptions<Item, Job, Answer> {
  /** One for each lane. */
  workers: readonly Worker<Job, Answer>[]
  /** How much of a processor core all lanes together may take. */
  share: number
  clock: Pick<Clock, 'after'>
  /** What comes next; undefined where nothing is to be done. */
  next(): Item | undefined
  /** Does it, never throws; answers for how many ms the worker has calculated. */
  follow(item: Item, worker: Worker<Job, Answer>): Promise<number>
}

/** Works with several workers at once, and lets each rest after its work until it has kept to its share. */
export function createLanes<Item, Job, Answer>(options: LanesOptions<Item, Job, Answer>): Lanes {
  const { workers, share, clock, next, follow } = options
  const each = share / workers.length
  const closing = new AbortController()
  const sleepers = new Set<() => void>()
  const pauses = new Set<() => void>()
  let lanes: Promise<void>[] = []

  function wake(): void {
    for (const resume of sleepers) resume()
    sleepers.clear()
  }

  async function work(worker: Worker<Job, Answer>): Promise<void> {
    while (!closing.signal.aborted) {
      const item = next()
      if (item === undefined) {
        await new Promise<void>((resume) => sleepers.add(resume))
        continue
      }
      const ms = await follow(item, worker)
      if (each < 1 && ms > 0 && !closing.signal.aborted) await pause(ms * (1 / each - 1))
    }
  }

  /** Ends early when the lanes close. */
  function pause(ms: number): Promise<void> {
    return new Promise((resume) => {
      const end = () => {
        cancel()
        pauses.delete(end)
        resume()
      }
      const cancel = clock.after(ms, end)
      pauses.add(end)
    })
  }

  return {
    open() {
      lanes = workers.map(work)
    },
    wake,
    async close() {
      closing.abort()
      for (const end of pauses) end()
      wake()
      await Promise.all(workers.map((worker) => worker.close()))
      await Promise.all(lanes)
    },
  }
}
