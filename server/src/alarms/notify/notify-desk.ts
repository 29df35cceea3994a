import { SEVERITIES, type Alarm, type Severity } from '@ioc/shared/alarm'
import { isWorse } from '@ioc/shared/alarm-order'
import type { Channel, SeverityCounts, Why } from '@ioc/shared/channel'
import { MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'
import type { Events } from '../../events.js'
import type { Clock } from '../../ports/clock.js'
import type { ChannelHealth, Notice, NoticeItem, NoticeStore, Notifier } from '../../ports/notices.js'
import { isFor, type Subject } from './is-for.js'
import { createLine, type Line } from './line.js'
import { planNotice, type NoticePlan } from './plan-notice.js'
import { createToldMemory } from './told-memory.js'

const LOOK_MS = 2 * SECOND
/** One step of a channel says no more than one thing in this time, however much happens: unless it is worse. */
const PACE_MS = MINUTE

export interface NotifyDesk {
  /** Begins with the alarms that are not over. */
  open(ongoing: Iterable<Alarm>): Promise<void>
  /** Alarms that changed, once that is durable; those that are over come a last time, as `cleared`. */
  take(alarms: readonly Alarm[]): void
  channelChanged(channel: Channel): void
  /** Resolves once nothing of it is under way. */
  channelRemoved(id: string): Promise<void>
  state(id: string): { health: ChannelHealth; isFailing: boolean; waiting: number }
  /** Sends a notice without alarms; what went wrong, or null. */
  test(channel: Channel): Promise<string | null>
  close(): Promise<void>
}

interface NotifyDeskOptions {
  channels: { list(): readonly Channel[] }
  store: NoticeStore
  /** How it stood with channels when we stopped. */
  health: ReadonlyMap<string, ChannelHealth | null>
  notifiers: Record<Channel['kind'], Notifier>
  clock: Clock
  random: () => number
  events: Pick<Events, 'noticeSent' | 'noticeFailed' | 'noticeGivenUp' | 'noticesUnkept'>
  subjectOf: (alarm: Alarm) => Subject
  describe: (alarm: Alarm, why: Why) => NoticeItem
  /** The last that the journal knows of these. */
  recall: (alarms: readonly string[]) => Promise<Alarm[]>
  /** The names of the channels that fail, whenever that may have changed. */
  onFailing: (names: string[]) => void
  /** The alarm that says so is not told through them. */
  failingRule: string
}

/**
 * Tells people of alarms through channels.
 *
 * Every two seconds each channel that is free compares what stands with what its people were told; the differences are
 * one notice. There is no other queue than the notice that is being sent, so that a channel that comes back after
 * hours, like a start after a crash, begins with what is true by then.
 */
export async function createNotifyDesk(options: NotifyDeskOptions): Promise<NotifyDesk> {
  const { channels, store, health, notifiers, clock, random, events } = options
  const { subjectOf, describe, recall, onFailing, failingRule } = options
  const told = createToldMemory(await store.told())
  const kept = await store.waiting()
  const current = new Map<string, Alarm>()
  const over = new Set<string>()
  const lines = new Map<string, Line>()
  /** When each step of each channel spoke last, and how bad the worst was that was new to its people. */
  const spoken = new Map<string, { at: EpochMs; worst: Severity | null }>()
  let stopLooking: (() => void) | null = null

  function lineOf(channel: Channel): Line {
    let line = lines.get(channel.id)
    if (!line) {
      line = createLine({
        health: health.get(channel.id) ?? null,
        waiting: kept.filter((notice) => notice.channel === channel.id),
        notifier: notifiers[channel.kind],
        store,
        clock,
        random,
        events,
        toldBy: told.after,
        onRefused: ({ step }) => spoken.delete(stepKey(channel.id, step)),
        onTold: (rows) => lines.has(channel.id) && told.put(rows),
        onHealth: reportFailing,
      })
      lines.set(channel.id, line)
    }
    return line
  }

  function reportFailing(): void {
    const failing = channels.list().filter((channel) => channel.enabled && lines.get(channel.id)?.isFailing())
    onFailing(failing.map(({ name }) => name))
  }

  function makeNotices(channel: Channel, line: Line, now: EpochMs): Notice[] {
    const isSaid = ({ rule }: Alarm) => rule === failingRule && line.isDown()
    const wants = (alarm: Alarm) =>
      channel.severities.includes(alarm.severity) && !isSaid(alarm) && isFor(channel, subjectOf(alarm))
    const notices: Notice[] = []
    for (let step = 0; step <= channel.escalation.length; step += 1) {
      const toldOf = (of: number, alarm: string) => told.get(channel.id, of, alarm)
      const plan = planNotice({
        channel,
        step,
        alarms: current.values(),
        wants,
        rests: (alarm) => line.refusals.rests(alarm, now),
        most: line.refusals.most(),
        told: toldOf,
        now,
      })
      if (!plan || !mayBeSaid(stepKey(channel.id, step), worstNews(plan), now)) continue
      const items = plan.items.map(({ why, alarm }) => describe(alarm, why))
      notices.push({
        ...plan,
        id: `${channel.id}.${step}.${now.toString(36)}`,
        channel: channel.id,
        step,
        at: now,
        items,
      })
    }
    return notices
  }

  /** Whether this step of a channel has been quiet for long enough for something as bad as this; then it speaks. */
  function mayBeSaid(key: string, worst: Severity | null, now: EpochMs): boolean {
    const last = spoken.get(key)
    const isUrgent = worst !== null && (!last?.worst || isWorse(worst, last.worst))
    if (last && now - last.at < PACE_MS && !isUrgent) return false
    spoken.set(key, { at: now, worst })
    return true
  }

  function look(): void {
    const now = clock.now()
    for (const channel of channels.list()) {
      const line = lineOf(channel)
      if (!channel.enabled || !line.isReady(now)) continue
      const fresh = line.waiting().length > 0 ? [] : makeNotices(channel, line, now)
      if (fresh.length > 0 || line.waiting().length > 0) line.work(channel, fresh)
    }
    forgetOver()
  }

  /** Drops what is over as soon as everybody who was told of it has been told that too. */
  function forgetOver(): void {
    if (over.size === 0) return
    const open = told.open()
    for (const line of lines.values()) {
      for (const { items } of line.waiting()) for (const { alarm } of items) open.add(alarm.id)
    }
    const done = [...over].filter((id) => !open.has(id))
    for (const id of done) {
      over.delete(id)
      current.delete(id)
    }
    const known = done.filter((id) => told.forget(id))
    if (known.length > 0) store.forget(known).catch(events.noticesUnkept)
  }

  function take(alarms: Iterable<Alarm>): void {
    for (const alarm of alarms) {
      current.set(alarm.id, alarm)
      if (alarm.state === 'cleared') over.add(alarm.id)
      else over.delete(alarm.id)
    }
  }

  return {
    async open(ongoing) {
      take(ongoing)
      const mentioned = [...told.alarms(), ...kept.flatMap(({ items }) => items.map(({ alarm }) => alarm.id))]
      const gone = [...new Set(mentioned)].filter((id) => !current.has(id))
      take(await recall(gone))
      for (const id of gone) if (!current.has(id)) over.add(id)
      for (const channel of channels.list()) lineOf(channel)
      reportFailing()
      stopLooking = clock.every(LOOK_MS, look)
    },
    take,
    channelChanged(channel) {
      const steps = channel.escalation.length + 1
      told.cut(channel.id, steps)
      lineOf(channel).changed(steps)
      reportFailing()
    },
    async channelRemoved(id) {
      const line = lines.get(id)
      lines.delete(id)
      told.cut(id, 0)
      reportFailing()
      await line?.close()
    },
    state(id) {
      const line = lines.get(id)!
      return { health: line.health(), isFailing: line.isFailing(), waiting: line.waiting().length }
    },
    test(channel) {
      const now = clock.now()
      const counts = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as SeverityCounts
      const id = `${channel.id}.test.${now.toString(36)}`
      const notice: Notice = { id, channel: channel.id, step: 0, at: now, items: [], counts, following: 0 }
      return lineOf(channel).test(channel, notice)
    },
    async close() {
      stopLooking?.()
      await Promise.all([...lines.values()].map((line) => line.close()))
    },
  }
}

function stepKey(channel: string, step: number): string {
  return `${channel} ${step}`
}

/** How bad the worst is that people have not been told of, or not as it is now; null where all of it is known. */
function worstNews({ items }: NoticePlan): Severity | null {
  const news = items.filter(({ why }) => why !== 'cleared' && why !== 'repeat')
  return SEVERITIES.find((severity) => news.some(({ alarm }) => alarm.severity === severity)) ?? null
}
