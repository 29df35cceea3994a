import type { Alarm } from '@ioc/shared/alarm'
import type { Rule } from '@ioc/shared/rule'
import type { ReportAlarm, WireReport } from '@ioc/shared/report'
import { formatTime } from '@ioc/shared/time'
import type { AlarmFact, AlarmJournal } from '../ports/alarm-journal.js'
import { MOST_LINES, type ReportDay } from './day.js'
import { gatherDayAlarms, sortDayAlarms, type DayAlarm } from './day-alarms.js'

type Journal = Pick<AlarmJournal, 'open' | 'facts' | 'events'>

/** So many places are named of what was said of many. */
const MOST_PLACES = 20

/** The alarms of a day from the journal: all are counted, of the worst of each cause it is told what was said. */
export async function readDayAlarms(
  journal: Journal,
  day: ReportDay,
  rules: readonly Rule[],
): Promise<Omit<WireReport['alarms'], 'answerS'>> {
  const { from, to } = day
  const standing = (await journal.open(from - 1)).map(({ alarm }) => alarm)
  const facts: AlarmFact[] = []
  for await (const chunk of journal.facts(from, to)) facts.push(...chunk)
  const earlyRules = new Set(rules.flatMap(({ id, kind }) => (kind === 'forecast' ? [id] : [])))
  const { list, ...counts } = sortDayAlarms(standing, facts, from, earlyRules)
  const causes = gatherDayAlarms(list).slice(0, MOST_LINES)
  const lines = await Promise.all(causes.map((alarms) => describe(journal, alarms, day)))
  return { ...counts, count: list.length, lines: lines.flatMap((line) => line ?? []) }
}

async function describe(
  journal: Journal,
  alarms: readonly DayAlarm[],
  { from, to }: ReportDay,
): Promise<ReportAlarm | null> {
  const { id, severity, worstAt, state } = alarms[0]!
  const events = await journal.events({ alarm: id, to })
  // What stood at the beginning began before it.
  const isCarried = worstAt === from
  const worst = events.findLast(({ at, alarm }) => at <= worstAt && alarm.severity === severity)?.alarm
  const last = events.at(-1)?.alarm
  if (!worst || !last) return null
  const { rule, station, raisedAt, early, since = raisedAt } = worst
  // Of what is only expected the newest figures count: those of yesterday were of another forecast.
  const { message } =
    early === null ? worst : (events.findLast(({ alarm }) => isStanding(alarm, worst))?.alarm ?? worst)
  return {
    id,
    rule,
    station,
    severity,
    worstAt: formatTime(isCarried ? since : Math.max(worstAt, raisedAt)),
    message,
    raisedAt: formatTime(raisedAt),
    clearedAt: last.clearedAt === null ? null : formatTime(last.clearedAt),
    state,
    by: last.ack?.by ?? null,
    early: early !== null,
    same: {
      count: alarms.length,
      open: alarms.filter((each) => each.state !== 'cleared').length,
      stations: [...new Set(alarms.map((each) => each.station))].slice(0, MOST_PLACES),
    },
  }
}

function isStanding({ clearedAt, severity }: Alarm, worst: Alarm): boolean {
  return clearedAt === null && severity === worst.severity
}
