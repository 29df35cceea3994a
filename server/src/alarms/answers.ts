import type { Alarm, AlarmEvent, Severity } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import { DAY, type EpochMs } from '@ioc/shared/time'
import { coded } from '../errors.js'
import type { AlarmJournal } from '../ports/alarm-journal.js'
import type { Clock } from '../ports/clock.js'
import type { KnownStations } from '../ports/registry.js'
import { acknowledge, assign, reset, shelve, unshelve, type Turn } from './alarm-life.js'
import type { JournalWriter } from './journal-writer.js'
import type { Occurrences } from './occurrences.js'
import { haveOneCause } from './one-cause.js'

/** Nothing is put aside for longer: a shift hands over what is left. */
const LONGEST_SHELF_MS = DAY

/** An alarm as somebody saw it who answers: it may have grown worse since. Without a severity: as it is. */
export interface Seen {
  id: string
  severity?: Severity | undefined
}

/** What people do with alarms. Each answers with the alarm as it is then, once that is durable. */
export interface Answers {
  /** A second time only where it has grown worse since. */
  acknowledge(id: string, by: string, note: string | null, severity?: Severity): Promise<Alarm>
  /** Those of them that still wait for it; all must have one cause. */
  acknowledgeMany(seen: readonly Seen[], by: string, note: string | null): Promise<Alarm[]>
  /** A latched alarm, whose condition has ended and which was acknowledged. */
  reset(id: string, by: string): Promise<Alarm>
  shelve(id: string, by: string, until: EpochMs, reason: string): Promise<Alarm>
  unshelve(id: string, by: string): Promise<Alarm>
  assign(id: string, by: string, agency: string, note: string | null): Promise<Alarm>
  comment(id: string, by: string, text: string): Promise<Alarm>
  /** Whether it goes on or is long over: somebody may have been sent its address. */
  get(id: string): Promise<Alarm>
  eventsOf(id: string): Promise<AlarmEvent[]>
}

interface AnswersOptions {
  stations: Pick<KnownStations, 'get'>
  occurrences: Pick<Occurrences, 'get' | 'turn'>
  writer: Pick<JournalWriter, 'settled'>
  journal: Pick<AlarmJournal, 'events'>
  clock: Pick<Clock, 'now'>
}

/** Takes people's answers; one that an alarm's state does not allow is a coded error and changes nothing. */
export function createAnswers({ stations, occurrences, writer, journal, clock }: AnswersOptions): Answers {
  async function find(id: string): Promise<Alarm> {
    const open = occurrences.get(id)
    if (open) return open
    await writer.settled()
    const last = (await journal.events({ alarm: id })).at(-1)
    if (!last) throw coded('not-found', `there is no alarm ${id}`)
    return last.alarm
  }

  async function answer(id: string, by: string, text: string | null, turnOf: (alarm: Alarm) => Turn | null) {
    const alarm = await find(id)
    const turn = turnOf(alarm)
    if (!turn) throw coded('alarm.state', `alarm ${id} is ${alarm.state}`)
    occurrences.turn(turn, clock.now(), by, text)
    await writer.settled()
    return turn.alarm
  }

  return {
    get: find,
    acknowledge: (id, by, note, severity) =>
      answer(id, by, note, (alarm) =>
        acknowledge(alarm, { by, at: clock.now(), note, severity: severity ?? alarm.severity }),
      ),
    async acknowledgeMany(seen, by, note) {
      const severities = new Map(seen.map(({ id, severity }) => [id, severity]))
      const alarms = await Promise.all([...severities.keys()].map(find))
      const asSeen = alarms.map((alarm) => ({ ...alarm, severity: severities.get(alarm.id) ?? alarm.severity }))
      if (!haveOneCause(asSeen, (station) => stations.get(station as StationId)?.area ?? null)) {
        throw coded(
          'alarm.many-causes',
          'acknowledge what has one cause: one station, one rule at one severity in a few communes or at any in one area, or one alarm',
        )
      }
      const now = clock.now()
      for (const { id } of alarms) {
        const alarm = occurrences.get(id)
        if (!alarm) continue
        const severity = severities.get(id) ?? alarm.severity
        occurrences.turn(acknowledge(alarm, { by, at: now, note, severity }), now, by, note)
      }
      await writer.settled()
      return Promise.all(alarms.map(({ id }) => find(id)))
    },
    reset: (id, by) => answer(id, by, null, reset),
    async shelve(id, by, until, reason) {
      const left = until - clock.now()
      if (left > 0 && left <= LONGEST_SHELF_MS) {
        return answer(id, by, reason, (alarm) => shelve(alarm, { by, until, reason }))
      }
      const message = left > 0 ? 'must be within 24 hours' : 'must be in the future'
      throw coded('request.bad', 'an alarm cannot be shelved until then', { faults: [{ at: 'until', message }] })
    },
    unshelve: (id, by) => answer(id, by, null, unshelve),
    assign: (id, by, agency, note) => answer(id, by, note, (alarm) => assign(alarm, agency)),
    comment: (id, by, text) => answer(id, by, text, (alarm) => ({ alarm, type: 'commented' })),
    async eventsOf(id) {
      const story = await journal.events({ alarm: id })
      if (story.length === 0) throw coded('not-found', `there is no alarm ${id}`)
      return story
    },
  }
}
