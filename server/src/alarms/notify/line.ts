import type { Channel } from '@ioc/shared/channel'
import { DAY, SECOND, type EpochMs } from '@ioc/shared/time'
import { hasCode } from '../../errors.js'
import type { Events } from '../../events.js'
import type { Clock } from '../../ports/clock.js'
import type { ChannelHealth, Notice, NoticeStore, Notifier, Told } from '../../ports/notices.js'
import { createRefusals, type Refusals } from './refusals.js'
import { retryDelayMs } from './retry-delay.js'

/** So many failures in a row are an alarm: about two minutes. */
const FAILING_AFTER = 5
/** After so long a notice is old news: it is given up, and what still stands is told in a new one. */
const GIVE_UP_MS = DAY
/** Where the other side is there but takes nothing at all, so long between two tries; it may take the next. */
const REFUSED_REST_MS = 10 * SECOND
const STORE_RETRY_MS = 5 * SECOND

const UNTRIED: ChannelHealth = { failures: 0, sentAt: null, failedAt: null, error: null, isPartial: false, givenUp: 0 }

type Attempt = { end: 'arrived'; error: string | null } | { end: 'refused' | 'failed'; error: string }

/** The way out of one channel. */
export interface Line {
  health(): ChannelHealth
  /** Nothing has got through for a while. */
  isDown(): boolean
  /** It is down, the last notice did not reach everybody, or one alarm does not get through. */
  isFailing(): boolean
  waiting(): readonly Notice[]
  /** It has nothing under way and is not resting after a failure. */
  isReady(now: EpochMs): boolean
  /** What it would not take; what is refused is told in parts. */
  refusals: Pick<Refusals, 'most' | 'rests'>
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
  /** This will not be said as it is: who was to be told is still to be told. */
  onRefused: (notice: Notice) => void
  onHealth: () => void
}

/**
 * Sends notices one at a time, oldest first, and tries again what failed, later each time.
 *
 * A notice is on disk before it is sent and until it has arrived, so that `kill -9` in between sends it again, under
 * the same id. While one waits no other is made: what happens meanwhile is told by the next. What the other side will
 * not take however often it is sent is dropped, and told anew in smaller parts.
 */
export function createLine(options: LineOptions): Line {
  const { notifier, store, clock, random, events, toldBy, onTold, onRefused, onHealth } = options
  let health: ChannelHealth = { ...UNTRIED, ...options.health }
  let waiting = [...options.waiting]
  let restsUntil: EpochMs = -Infinity
  let underWay: Promise<void> | null = null
  const refusals = createRefusals(random)
  const closing = new AbortController()

  async function keepHealth(channel: Channel, change: Partial<ChannelHealth>): Promise<void> {
    health = { ...health, ...change }
    onHealth()
    await store.putHealth(channel.id, health)
  }

  /** What became of it, and what of it went wrong. */
  async function attempt(channel: Channel, notice: Notice): Promise<Attempt> {
    try {
      return { end: 'arrived', error: await notifier.send(channel, notice, closing.signal) }
    } catch (cause) {
      const end = hasCode(cause, 'channel.unfit') && notice.items.length > 0 ? 'refused' : 'failed'
      return { end, error: cause instanceof Error ? cause.message : String(cause) }
    }
  }

  async function failed(channel: Channel, error: string, restMs = retryDelayMs(health.failures + 1, random)) {
    const failures = health.failures + 1
    restsUntil = clock.now() + restMs
    events.noticeFailed({ channel: channel.name, kind: channel.kind, failures, error })
    await keepHealth(channel, { failures, failedAt: clock.now(), error })
  }

  async function succeeded(channel: Channel, error: string | null): Promise<void> {
    restsUntil = -Infinity
    const now = clock.now()
    const missed = error === null ? { isPartial: false } : { isPartial: true, failedAt: now, error }
    await keepHealth(channel, { failures: 0, sentAt: now, ...missed })
  }

  async function settle(notice: Notice, told: readonly Told[]): Promise<void> {
    await store.settle(notice.id, told)
    onTold(told)
    waiting = waiting.filter((each) => each !== notice)
  }

  /** The same would be refused again: the next notice says less, or waits with this alarm. */
  async function refused(channel: Channel, notice: Notice, error: string): Promise<void> {
    await settle(notice, [])
    refusals.refused(idsOf(notice), clock.now())
    onRefused(notice)
    if (notice.items.length === 1) return failed(channel, error, isDown() ? REFUSED_REST_MS : 0)
    events.noticeFailed({ channel: channel.name, kind: channel.kind, failures: health.failures, error })
    await keepHealth(channel, { failedAt: clock.now(), error })
  }

  async function send(channel: Channel, notice: Notice): Promise<void> {
    const { end, error } = await attempt(channel, notice)
    if (end === 'arrived') {
      await settle(notice, toldBy(notice))
      refusals.taken(idsOf(notice))
      events.noticeSent({ channel: channel.name, kind: channel.kind, alarms: notice.items.length })
      return succeeded(channel, error)
    }
    if (closing.signal.aborted) return
    if (end === 'refused') return refused(channel, notice, error)
    await failed(channel, error)
    if (clock.now() - notice.at < GIVE_UP_MS) return
    await settle(notice, [])
    events.noticeGivenUp({ channel: channel.name, kind: channel.kind, alarms: notice.items.length })
    await keepHealth(channel, { givenUp: health.givenUp + 1 })
  }

  async function enqueueAndSend(channel: Channel, fresh: readonly Notice[]): Promise<void> {
    try {
      waiting.push(...fresh)
      for (const [index, notice] of fresh.entries()) {
        await store.enqueue(notice).catch((cause: unknown) => {
          const unkept = fresh.slice(index)
          waiting = waiting.filter((each) => !unkept.includes(each))
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

  const isDown = () => health.failures >= FAILING_AFTER

  return {
    health: () => health,
    isDown,
    isFailing: () => isDown() || health.isPartial || refusals.isStuck(clock.now()),
    refusals,
    waiting: () => waiting,
    isReady: (now) => underWay === null && now >= restsUntil,
    work(channel, fresh) {
      underWay = enqueueAndSend(channel, fresh).finally(() => (underWay = null))
    },
    async test(channel, notice) {
      const { end, error } = await attempt(channel, notice)
      if (end === 'arrived') await succeeded(channel, error)
      else await failed(channel, error)
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

function idsOf({ items }: Notice): string[] {
  return items.map(({ alarm }) => alarm.id)
}
