import { SEVERITIES, type Alarm } from '@ioc/shared/alarm'
import { compareAlarms } from '@ioc/shared/alarm-order'
import type { Channel, SeverityCounts, Why } from '@ioc/shared/channel'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import type { Told } from '../../ports/notices.js'
import { whyNotify, type Patience } from './why-notify.js'

interface PlanOptions {
  channel: Channel
  /** 0: who is told at once; n: the nth step of the escalation. */
  step: number
  alarms: Iterable<Alarm>
  /** Whether the channel is for this alarm. */
  wants: (alarm: Alarm) => boolean
  /** Whether it lets others go first for now. */
  rests: (alarm: string) => boolean
  /** How many alarms one notice tells of at most; the rest is counted in it and comes with the next. */
  most: number
  told: (step: number, alarm: string) => Told | undefined
  now: EpochMs
}

export interface NoticePlan {
  items: { why: Why; alarm: Alarm }[]
  counts: SeverityCounts
  following: number
}

/** All that one step of a channel has to be told now, worst first; null where there is nothing. */
export function planNotice(options: PlanOptions): NoticePlan | null {
  const { channel, step, alarms, wants, rests, most, told, now } = options
  const due: NoticePlan['items'] = []
  for (const alarm of alarms) {
    if (rests(alarm.id)) continue
    const before = told(step, alarm.id) ?? null
    const patience = patienceOf(channel, step, alarm, told(0, alarm.id))
    const why = patience && whyNotify(alarm, before, patience, now)
    // Who was told of it is told of its end, whatever the channel is for by now.
    if (why && (why === 'cleared' || wants(alarm))) due.push({ why, alarm })
  }
  if (due.length === 0) return null
  due.sort((a, b) => compareAlarms(a.alarm, b.alarm))
  const counts = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as SeverityCounts
  for (const { alarm } of due) counts[alarm.severity] += 1
  return { items: due.slice(0, most), counts, following: Math.max(0, due.length - most) }
}

function patienceOf(channel: Channel, step: number, alarm: Alarm, base: Told | undefined): Patience | null {
  const every = channel.repeatMin[alarm.severity]
  const repeatMs = every === null ? null : every * MINUTE
  if (step === 0) return { dueAt: -Infinity, first: 'first', repeatMs }
  const wanted = channel.escalation[step - 1]
  if (!wanted) return null
  if (wanted.severities && !wanted.severities.includes(alarm.severity)) {
    return { dueAt: Infinity, first: 'escalated', repeatMs: null }
  }
  // The time runs from the first word to those who are told at once.
  const dueAt = base && !base.isOver ? base.since + wanted.afterMin * MINUTE : Infinity
  return { dueAt, first: 'escalated', repeatMs }
}
