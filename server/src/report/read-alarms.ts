import type { ReportAlarm, WireReport } from '@ioc/shared/report'
import { formatTime } from '@ioc/shared/time'
import type { AlarmFact, AlarmJournal } from '../ports/alarm-journal.js'
import { MOST_LINES, type ReportDay } from './day.js'
import { sortDayAlarms, type DayAlarm } from './day-alarms.js'

type Journal = Pick<AlarmJournal, 'open' | 'facts' | 'events'>

/** The alarms of a day from the journal: all are counted, of the worst it is told what was said. */
export async function readDayAlarms(
  journal: Journal,
  { from, to }: ReportDay,
): Promise<Omit<WireReport['alarms'], 'answerS'>> {
  const standing = (await journal.open(from - 1)).map(({ alarm }) => alarm)
  const facts: AlarmFact[] = []
  for await (const chunk of journal.facts(from, to)) facts.push(...chunk)
  const { list, ...counts } = sortDayAlarms(standing, facts, from)
  const lines = await Promise.all(list.slice(0, MOST_LINES).map((alarm) => describe(journal, alarm, to)))
  return { ...counts, count: list.length, lines: lines.flatMap((line) => line ?? []) }
}

async function describe(
  journal: Journal,
  { id, severity, worstAt, state }: DayAlarm,
  to: number,
): Promise<ReportAlarm | null> {
  const events = await journal.events({ alarm: id, to })
  const worst = events.findLast(({ at, alarm }) => at <= worstAt && alarm.severity === severity)?.alarm
  const last = events.at(-1)?.alarm
  if (!worst || !last) return null
  const { rule, station, message, raisedAt, early } = worst
  return {
    id,
    rule,
    station,
    severity,
    worstAt: formatTime(Math.max(worstAt, raisedAt)),
    message,
    raisedAt: formatTime(raisedAt),
    clearedAt: last.clearedAt === null ? null : formatTime(last.clearedAt),
    state,
    by: last.ack?.by ?? null,
    early: early !== null,
  }
}
