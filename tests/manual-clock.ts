import type { Clock } from '@ioc/server/ports/clock'

interface Timer {
  at: number
  every: number | null
  run: () => void
}

/** A clock that stands still until it is told to go on; timers fire in order on the way. */
export function createManualClock(start: number): Clock & { advance(ms: number): void } {
  let now = start
  const timers = new Set<Timer>()

  function add(timer: Timer): () => void {
    timers.add(timer)
    return () => timers.delete(timer)
  }

  return {
    now: () => now,
    every: (ms, run) => add({ at: now + ms, every: ms, run }),
    after: (ms, run) => add({ at: now + ms, every: null, run }),
    advance(ms) {
      const until = now + ms
      for (;;) {
        const due = [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0]
        if (!due) break
        now = due.at
        if (due.every === null) timers.delete(due)
        else due.at += due.every
        due.run()
      }
      now = until
    },
  }
}
