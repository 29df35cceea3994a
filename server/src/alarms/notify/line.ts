import type { Channel } from '@ioc/shared/channel'
import { DAY, SECOND, type EpochMs } from '@ioc/shared/time'
import type { Events } from '../../events.js'
import type { Clock } from '../../ports/clock.js'
import type { ChannelHealth, Notice, NoticeStore, Notifier, Told } from '../../ports/notices.js'
import { retryDelayMs } from './retry-delay.js'

/** So many failures in a row are an alarm: about two minutes. */
const FAILING_AFTER = 5
/** After so long a notice is old news: it is given up, and what still stands is told in a new one. */
const GIVE_UP_MS = DAY
const STORE_RETRY_MS = 5 * SECOND

const UNTRIED: ChannelHealth = { failures: 0, sentAt: null, failedAt: null, error: null, givenUp: 0 }

/** The way out of one channel. */
export interface Line {
  health(): ChannelHealth
  isFailing(): boolean
  waiting(): readonly Notice[]
  /** It has nothing under way and is not resting after a failure. */
  isReady(now: EpochMs): boolean
  /** Takes notices that are to be sent, and tries the oldest one that waits. Never throws. */
  work(channel: Channel, fresh: readonly Notice[]): void
  /** Tries this one at once, whatever waits; what went wrong, or null. */
  test(channel: Channel, notice: Notice): Promise<string | null>
  /** The channel was changed: what failed may go well now. Drops what waits for steps from this one on. */
  changed(steps: number): void
  /** Lets go of what is under way; it waits on disk. */
  close(): Promise<void>
}

interface LineOptions {
  health: ChannelHealth | null
  waiting: readonly Notice[]
  notifier: Notifier
  store: Pick<NoticeStore, 'enqueue' | 'settle' | 'putHealth'>
  clock: Clock
  random: () => number
  events: Pick<Events, 'noticeSent' | 'noticeFailed' | 'noticeGivenUp' | 'noticesUnkept'>
  /** What is true once this notice has arrived; `onTold` when that is durable. */
  toldBy: (notice: Notice) => Told[]
  onTold: (told: readonly Told[]) => void
  onHealth: () => void
}

/**
 * Sends notices one at a time, oldest first, and tries again what failed, later each time.
 *
 * A notice is on disk before it is sent and until it has arrived, so that `kill -9` in between sends it again, under
 * the same id. While one waits no other is made: what happens meanwhile is told by the next.
 */
export function createLine(options: LineOptions): Line {
  const { notifier, store, clock, random, events, toldBy, onTold, onHealth } = options
  let health = options.health ?? UNTRIED
  let waiting = [...options.waiting]
  let restsUntil: EpochMs = -Infinity
  let underWay: Promise<void> | null = null
  const closing = new AbortController()

  async function keepHealth(channel: Channel, change: Partial<ChannelHealth>): Promise<void> {
    health = { ...health, ...change }
    onHealth()
    await store.putHealth(channel.id, health)
  }

  /** Whether it arrived, and what of it went wrong. */
  async function attempt(channel: Channel, notice: Notice): Promise<{ arrived: boolean; error: string | null }> {
    try {
      return { arrived: true, error: await notifier.send(channel, notice, closing.signal) }
    } catch (cause) {
      return { arrived: false, error: cause instanceof Error ? cause.message : String(cause) }
    }
  }

  async function failed(channel: Channel, error: string): Promise<void> {
    const failures = health.failures + 1
    restsUntil = clock.now() + retryDelayMs(failures, random)
    events.noticeFailed({ channel: channel.name, kind: channel.kind, failures, error })
    await keepHealth(channel, { failures, failedAt: clock.now(), error })
  }

  async function succeeded(channel: Channel, error: string | null): Promise<void> {
    restsUntil = -Infinity
    const now = clock.now()
    await keepHealth(channel, { failures: 0, sentAt: now, ...(error === null ? {} : { failedAt: now, error }) })
  }

  async function send(channel: Channel, notice: Notice): Promise<void> {
    const { arrived, error } = await attempt(channel, notice)
    if (closing.signal.aborted && !arrived) return
    if (arrived) {
      const told = toldBy(notice)
      await store.settle(notice.id, told)
      onTold(told)
      waiting = waiting.filter((each) => each !== notice)
      events.noticeSent({ channel: channel.name, kind: channel.kind, alarms: notice.items.length })
      return succeeded(channel, error)
    }
    await failed(channel, error ?? '')
    if (clock.now() - notice.at < GIVE_UP_MS) return
    await store.settle(notice.id, [])
    waiting = waiting.filter((each) => each !== notice)
    events.noticeGivenUp({ channel: channel.name, kind: channel.kind, alarms: notice.items.length })
    await keepHealth(channel, { givenUp: health.givenUp + 1 })
  }

  async function enqueueAndSend(channel: Channel, fresh: readonly Notice[]): Promise<void> {
    try {
      waiting.push(...fresh)
      for (const notice of fresh) {
        await store.enqueue(notice).catch((cause: unknown) => {
          waiting = waiting.filter((each) => !fresh.includes(each))
          throw cause
        })
      }
      const next = waiting[0]
      if (next) await send(channel, next)
    } catch (cause) {
      restsUntil = clock.now() + STORE_RETRY_MS
      events.noticesUnkept(cause)
    }
  }

  return {
    health: () => health,
    isFailing: () => health.failures >= FAILING_AFTER,
    waiting: () => waiting,
    isReady: (now) => underWay === null && now >= restsUntil,
    work(channel, fresh) {
      underWay = enqueueAndSend(channel, fresh).finally(() => (underWay = null))
    },
    async test(channel, notice) {
      const { arrived, error } = await attempt(channel, notice)
      if (arrived) await succeeded(channel, error)
      else await failed(channel, error ?? '')
      return error
    },
    changed(steps) {
      restsUntil = -Infinity
      waiting = waiting.filter(({ step }) => step < steps)
    },
    async close() {
      closing.abort()
      await underWay
    },
  }
}
