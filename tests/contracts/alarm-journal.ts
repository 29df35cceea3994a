import { afterEach, beforeEach, expect, it } from 'vitest'
import type { AlarmFact, AlarmJournal } from '@ioc/server/ports/alarm-journal'
import type { Alarm, AlarmEvent, AlarmState } from '@ioc/shared/alarm'
import type { MaintenanceWindow } from '@ioc/shared/maintenance'
import type { PropertyKey, StationId } from '@ioc/shared/ids'

export function alarmOf(id: string, state: AlarmState, raisedAt: number): Alarm {
  return {
    id,
    rule: 'bd3',
    station: 'HUE-WL-05' as StationId,
    property: 'water_level' as PropertyKey,
    severity: 'critical',
    state,
    late: false,
    raisedAt,
    clearedAt: state === 'cleared' || state === 'returned' ? raisedAt + 500 : null,
    phenomenonTime: raisedAt - 1_000,
    value: 3.6000000000000001,
    limit: 3.5,
    message: { vi: "Mực nước 'Kim Long' vượt BĐ III", en: 'Kim Long is above level III' },
    ack: state === 'acknowledged' ? { by: 'lan', at: raisedAt + 100, note: null, severity: 'critical' } : null,
    shelved: null,
    suppressedBy: null,
    outOfService: null,
    latch: false,
    agency: 'Đài KTTV',
    stations: null,
    early: null,
  }
}

export function eventOf(seq: number, at: number, alarm: Alarm): AlarmEvent {
  return { seq, at, type: seq === 1 ? 'raised' : 'acknowledged', by: null, text: null, alarm }
}

/** What every alarm journal must do. */
export function alarmJournalContract(open: () => Promise<{ journal: AlarmJournal; close(): Promise<void> }>): void {
  let journal: AlarmJournal
  let close: () => Promise<void>

  beforeEach(async () => {
    ;({ journal, close } = await open())
  })
  afterEach(() => close())

  const story = [
    eventOf(1, 1_000, alarmOf('a', 'unacknowledged', 1_000)),
    eventOf(2, 1_200, alarmOf('b', 'unacknowledged', 1_200)),
    eventOf(3, 1_300, alarmOf('a', 'acknowledged', 1_000)),
    eventOf(4, 1_500, alarmOf('a', 'cleared', 1_000)),
    eventOf(5, 1_700, alarmOf('b', 'returned', 1_200)),
  ]

  it('is empty at first', async () => {
    expect(await journal.lastSeq()).toBe(0)
    expect(await journal.events({})).toEqual([])
    expect(await journal.open()).toEqual([])
    expect(await journal.conditions()).toEqual([])
  })

  it('gives back every event as it was, in order', async () => {
    await journal.append(story.slice(0, 2), [])
    await journal.append(story.slice(2), [])
    expect(await journal.events({})).toEqual(story)
    expect(await journal.lastSeq()).toBe(5)
  })

  it('finds the events of one alarm, and those of a span: from inclusive, to exclusive', async () => {
    await journal.append(story, [])
    expect((await journal.events({ alarm: 'a' })).map((event) => event.seq)).toEqual([1, 3, 4])
    expect((await journal.events({ from: 1_200, to: 1_500 })).map((event) => event.seq)).toEqual([2, 3])
    expect(await journal.events({ alarm: "a' OR 1=1 --" })).toEqual([])
  })

  it('knows the alarms that are still open, oldest first, by their last event', async () => {
    await journal.append(story, [])
    expect(await journal.open()).toEqual([story[4]])
  })

  it('knows the alarms that were open at a moment, that moment included', async () => {
    await journal.append(story, [])
    expect((await journal.open(999)).map((event) => event.seq)).toEqual([])
    expect((await journal.open(1_200)).map((event) => event.seq)).toEqual([1, 2])
    expect((await journal.open(1_499)).map((event) => event.seq)).toEqual([3, 2])
    expect((await journal.open(1_500)).map((event) => event.seq)).toEqual([2])
  })

  it('finds the alarms raised in a span by their last event, whatever became of them', async () => {
    await journal.append(story, [])
    expect((await journal.raised(1_000, 1_200)).map((event) => event.seq)).toEqual([4])
    expect((await journal.raised(0, Infinity)).map((event) => event.seq)).toEqual([4, 5])
    const [first] = await journal.raised(1_000, 1_200)
    expect(await journal.last([first!.alarm.id, 'never'])).toEqual([first])
    expect(await journal.last([])).toEqual([])
  })

  it('finds the alarms that something happened to since a moment, whenever they were raised', async () => {
    await journal.append(story, [])
    expect((await journal.touched(1_500)).map((event) => event.seq)).toEqual([4, 5])
    expect((await journal.touched(1_501)).map((event) => event.seq)).toEqual([5])
    expect(await journal.touched(1_701)).toEqual([])
  })

  it('tells the facts of a span in order, and leaves none out that moves an alarm', async () => {
    await journal.append(story, [])
    const comment = { ...eventOf(6, 1_800, alarmOf('b', 'returned', 1_200)), type: 'commented' as const }
    await journal.append([comment], [])
    const told: AlarmFact[] = []
    for await (const facts of journal.facts(1_200, 1_801)) told.push(...facts)
    const { rule, station, severity } = alarmOf('a', 'cleared', 0)
    const fact = { type: 'acknowledged', rule, station, severity }
    expect(told.filter(({ type }) => type !== 'commented')).toEqual([
      { ...fact, at: 1_200, alarm: 'b', state: 'unacknowledged' },
      { ...fact, at: 1_300, alarm: 'a', state: 'acknowledged' },
      { ...fact, at: 1_500, alarm: 'a', state: 'cleared' },
      { ...fact, at: 1_700, alarm: 'b', state: 'returned' },
    ])
  })

  it('remembers conditions until they are forgotten, the last word winning', async () => {
    await journal.append(
      [],
      [
        { key: 'x', state: '1' },
        { key: 'y', state: '1' },
        { key: 'x', state: '2' },
      ],
    )
    expect(await journal.conditions()).toEqual([
      { key: 'x', state: '2' },
      { key: 'y', state: '1' },
    ])
    await journal.append(
      [story[0]!],
      [
        { key: 'x', state: null },
        { key: 'never seen', state: null },
        { key: 'y', state: '3' },
      ],
    )
    expect(await journal.conditions()).toEqual([{ key: 'y', state: '3' }])
    await journal.append([], [{ key: 'x', state: '4' }])
    expect(await journal.conditions()).toHaveLength(2)
  })

  it('does not write an event twice when an append is repeated', async () => {
    await journal.append(story.slice(0, 3), [])
    await journal.append(story, [])
    expect(await journal.events({})).toEqual(story)
  })

  it('takes appends that do not wait for each other', async () => {
    await Promise.all(story.map((event) => journal.append([event], [{ key: 'x', state: String(event.seq) }])))
    expect(await journal.events({})).toEqual(story)
    expect(await journal.conditions()).toEqual([{ key: 'x', state: '5' }])
  })
  it('keeps maintenance windows in the order they came, each as it was last put', async () => {
    const window: MaintenanceWindow = {
      id: 'w1',
      stations: ['HUE-WL-05'],
      areas: [],
      gateway: null,
      rules: [],
      from: 1_000,
      to: 9_000,
      reason: "thay cảm biến ở 'Kim Long'",
      by: 'lan',
      endedBy: null,
    }
    expect(await journal.windows()).toEqual([])
    await journal.putWindow(window)
    await journal.putWindow({ ...window, id: 'a later one' })
    await journal.putWindow({ ...window, to: 2_000, endedBy: 'hùng' })
    expect(await journal.windows()).toEqual([
      { ...window, to: 2_000, endedBy: 'hùng' },
      { ...window, id: 'a later one' },
    ])
  })
  it('takes a flood of thousands in one append', async () => {
    const numbers = Array.from({ length: 5_000 }, (_, index) => index + 1)
    const flood = numbers.map((seq) => eventOf(seq, 1_000, alarmOf(`a${seq}`, 'unacknowledged', 1_000)))
    const states = numbers.map((seq) => ({ key: `rule/${seq}/water_level`, state: '{"phase":"firing"}' }))
    await journal.append(flood, states)
    expect([await journal.lastSeq(), (await journal.open()).length]).toEqual([5_000, 5_000])
    await journal.append(
      [],
      states.map(({ key }) => ({ key, state: null })),
    )
    expect(await journal.conditions()).toEqual([])
  })
}
