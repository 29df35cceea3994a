import { observationsTopic } from '@ioc/shared/topics'
import { formatTime } from '@ioc/shared/time'
import { createGate } from './gate.js'
import { openLink } from './link.js'
import type { ProgramContext } from './program-context.js'
import type { Reading } from './read-series.js'
import type { ReplayOptions } from './replay-options.js'

/** While the broker is away the live part keeps so many messages. */
const KEEP = 10_000

/** Sends readings as one station and lets its owner wait for what comes back. */
export interface Player {
  send(readings: readonly Reading[]): void
  /** Resolves once fewer messages than this wait for their acknowledgement, or playing is over. */
  pendingBelow(messages: number): Promise<void>
  /** Resolves at that time, or once playing is over. */
  reach(at: number): Promise<void>
  /** Interrupted, or refused by the broker. */
  isOver(): boolean
  refusal(): string | null
  count: { published: number; acknowledged: number }
  close(): Promise<void>
}

/**
 * The client id is not the station's, so that a station that also runs for itself is not thrown out; readings carry no
 * `seq` for the same reason.
 */
export function openPlayer(
  options: ReplayOptions,
  secret: string | undefined,
  { signal, stderr, now }: ProgramContext,
): Player {
  const count = { published: 0, acknowledged: 0 }
  const waiters = new Set<() => void>()
  let refusal: string | null = null
  let isAway = false

  const link = openLink({
    url: options.broker,
    clientId: `${options.station}-replay`.slice(-64),
    username: secret === undefined ? undefined : options.station,
    password: secret,
    keep: KEEP,
    gate: createGate(1),
    jitter: 0.5,
    events: {
      connected: () => void (isAway = false),
      acknowledged({ reports }) {
        count.acknowledged += reports
        wake()
      },
      refused(reason) {
        refusal = reason
        wake()
      },
      lost: ({ reports }) => stderr.write(`lost ${reports} readings: the broker was away for too long\n`),
      down(reason) {
        if (!isAway) stderr.write(`the broker is away (${reason || 'connection closed'}); trying again\n`)
        isAway = true
      },
    },
  })
  const isOver = () => signal.aborted || refusal !== null

  function wake() {
    for (const waiter of waiters) waiter()
  }
  signal.addEventListener('abort', wake, { once: true })

  async function until(isDone: () => boolean, atMostMs: number | null) {
    const deadline = atMostMs === null ? Infinity : now() + atMostMs
    while (!isDone() && !isOver() && now() < deadline) {
      await new Promise<void>((woken) => {
        const timer = atMostMs === null ? null : setTimeout(go, Math.min(deadline - now(), 2 ** 31 - 1))
        function go() {
          if (timer) clearTimeout(timer)
          waiters.delete(go)
          woken()
        }
        waiters.add(go)
      })
    }
  }

  return {
    count,
    isOver,
    refusal: () => refusal,
    send(readings) {
      const elements = readings.map(({ at, values }) => ({ at: formatTime(at), values }))
      const payload = JSON.stringify(elements.length === 1 ? elements[0] : elements)
      link.send({ topic: observationsTopic(options.station), payload, measuredAt: now(), reports: readings.length })
      count.published += readings.length
    },
    pendingBelow: (messages) => until(() => link.pending() < messages, null),
    reach: (at) => until(() => false, Math.max(0, at - now())),
    async close() {
      signal.removeEventListener('abort', wake)
      await link.close()
    },
  }
}
