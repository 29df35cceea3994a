import type { AlarmJournal } from '@ioc/server/ports/alarm-journal'
import { SEVERITIES, type Alarm, type AlarmEvent, type AlarmEventType, type AlarmState } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import { alarmOf } from './contracts/alarm-journal.js'
import { seededRandom } from './seeded-random.js'

/** Events of one append: as many as a busy journal hands over at a time. */
const TOGETHER = 10_000

/**
 * Fills a journal with the lives of alarms spread evenly over a range: raised, most of them acknowledged, then over.
 * The same seed, the same journal. Answers how many were raised.
 */
export async function writeJournal(
  journal: AlarmJournal,
  { events, from, to, seed = 1 }: { events: number; from: EpochMs; to: EpochMs; seed?: number },
): Promise<number> {
  const random = seededRandom(seed)
  const open: [Alarm, AlarmState, AlarmEventType][] = []
  let raised = 0
  let batch: AlarmEvent[] = []
  for (let seq = 1; seq <= events; seq += 1) {
    const at = from + Math.floor(((to - from - MINUTE) * seq) / events)
    let next: [Alarm, AlarmEventType]
    if (open.length === 0 || (open.length < 500 && random() < 0.4)) {
      raised += 1
      const severity = SEVERITIES[Math.floor(Math.sqrt(random()) * 4)]!
      const place = { rule: `rule-${Math.floor(random() ** 3 * 20)}`, station: `S${Math.floor(random() * 500)}` }
      const alarm = { ...alarmOf(`a${raised}`, 'unacknowledged', at), ...place, severity } as Alarm
      next = [{ ...alarm, station: place.station as StationId }, 'raised']
      open.push([next[0], random() < 0.8 ? 'acknowledged' : 'cleared', 'acknowledged'])
    } else {
      const index = Math.floor(random() * open.length)
      const [alarm, state, type] = open[index]!
      next = [{ ...alarm, state }, state === 'cleared' ? 'cleared' : type]
      if (state === 'cleared') open.splice(index, 1)
      else open[index] = [alarm, 'cleared', 'cleared']
    }
    batch.push({ seq, at, type: next[1], by: null, text: null, alarm: next[0] })
    if (batch.length < TOGETHER && seq < events) continue
    await journal.append(batch, [])
    batch = []
  }
  return raised
}
