import { describe, expect, it } from 'vitest'
import { ALARM_STATES, type Alarm, type AlarmState } from '@ioc/shared/alarm'
import { isActive, needsLook } from '@ioc/shared/alarm-order'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import * as life from './alarm-life.js'

const raised: Alarm = {
  id: 'bd3.HUE-WL-05.water_level.rs',
  rule: 'bd3',
  station: 'HUE-WL-05' as StationId,
  property: 'water_level' as PropertyKey,
  severity: 'high',
  state: 'unacknowledged',
  late: false,
  raisedAt: 1_000,
  clearedAt: null,
  phenomenonTime: 900,
  value: 3.6,
  limit: 3.5,
  message: { vi: '.', en: '.' },
  ack: null,
  shelved: null,
  suppressedBy: null,
  outOfService: null,
  latch: false,
  agency: null,
  stations: null,
  early: null,
}
const { late, phenomenonTime, value, limit, message, stations, early } = raised
const same: life.Cause = { late, phenomenonTime, value, limit, message, stations, early, severity: 'high' }
const worse: life.Cause = { ...same, severity: 'critical', value: 4.2, limit: 4 }
const again: life.Cause = { ...same, late: true, phenomenonTime: 5_000, value: 3.9, message: { vi: '!', en: '!' } }
const free: life.Aside = { suppressedBy: null, outOfService: null }

const deeds: Record<string, (alarm: Alarm) => life.Turn | null> = {
  raise: (alarm) => life.stand(alarm, same, free),
  again: (alarm) => life.stand(alarm, again, free),
  worsen: (alarm) => life.stand(alarm, worse, free),
  ease: (alarm) => life.stand(alarm, { ...same, severity: 'low' }, free),
  update: (alarm) => life.stand(alarm, { ...same, severity: alarm.severity, limit: 3.4 }, free),
  return: (alarm) => life.returnToNormal(alarm, 3_000),
  ackAsHigh: (alarm) => life.acknowledge(alarm, { by: 'lan', at: 2_000, note: null, severity: 'high' }),
  ack: (alarm) => life.acknowledge(alarm, { by: 'lan', at: 2_000, note: null, severity: alarm.severity }),
  reset: life.reset,
  shelve: (alarm) => life.shelve(alarm, { by: 'lan', until: 9_000, reason: 'bảo trì' }),
  unshelve: life.unshelve,
  suppress: (alarm) => life.suppress(alarm, 'cause'),
  release: (alarm) => life.suppress(alarm, null),
  takeOut: (alarm) => life.serve(alarm, 'window'),
  putBack: (alarm) => life.serve(alarm, null),
  assign: (alarm) => life.assign(alarm, 'Sở Xây dựng'),
  end: (alarm) => life.end(alarm, 4_000),
}

function live(story: string, start: Partial<Alarm> = {}): { alarm: Alarm; told: string } {
  let alarm = { ...raised, ...start }
  const told: string[] = []
  for (const deed of story.split(' ').filter(Boolean)) {
    const turn = deeds[deed]!(alarm)
    told.push(turn ? `${turn.type}:${turn.alarm.state}` : '-')
    alarm = turn?.alarm ?? alarm
  }
  return { alarm, told: told.join(' ') }
}

/** How an occurrence gets into each state. */
const ways: Record<AlarmState, Alarm> = {
  unacknowledged: live('').alarm,
  acknowledged: live('ack').alarm,
  returned: live('return').alarm,
  latched: live('ack return', { latch: true }).alarm,
  shelved: live('shelve').alarm,
  suppressed: live('suppress').alarm,
  out_of_service: live('takeOut').alarm,
  cleared: live('ack return').alarm,
}

/** Every deed in every state: what the journal calls it and the state after it; a dash is refused or nothing new. */
const TABLE: Record<AlarmState, Record<keyof typeof deeds, string>> = {
  unacknowledged: {
    raise: '-',
    worsen: 'worsened:unacknowledged',
    ease: 'eased:unacknowledged',
    update: 'updated:unacknowledged',
    return: 'returned:returned',
    ack: 'acknowledged:acknowledged',
    reset: '-',
    shelve: 'shelved:shelved',
    unshelve: '-',
    suppress: 'suppressed:suppressed',
    release: '-',
    takeOut: 'out_of_service:out_of_service',
    putBack: '-',
    assign: 'assigned:unacknowledged',
    end: 'ended:cleared',
  },
  acknowledged: {
    raise: '-',
    worsen: 'worsened:acknowledged',
    ease: 'eased:acknowledged',
    update: 'updated:acknowledged',
    return: 'cleared:cleared',
    ack: '-',
    reset: '-',
    shelve: 'shelved:shelved',
    unshelve: '-',
    suppress: 'suppressed:suppressed',
    release: '-',
    takeOut: 'out_of_service:out_of_service',
    putBack: '-',
    assign: 'assigned:acknowledged',
    end: 'ended:cleared',
  },
  returned: {
    raise: 'raised:unacknowledged',
    worsen: 'raised:unacknowledged',
    ease: 'raised:unacknowledged',
    update: 'raised:unacknowledged',
    return: '-',
    ack: 'acknowledged:cleared',
    reset: '-',
    shelve: 'shelved:shelved',
    unshelve: '-',
    suppress: '-',
    release: '-',
    takeOut: '-',
    putBack: '-',
    assign: 'assigned:returned',
    end: 'ended:cleared',
  },
  latched: {
    raise: 'raised:unacknowledged',
    worsen: 'raised:unacknowledged',
    ease: 'raised:unacknowledged',
    update: 'raised:unacknowledged',
    return: '-',
    ack: '-',
    reset: 'reset:cleared',
    shelve: 'shelved:shelved',
    unshelve: '-',
    suppress: '-',
    release: '-',
    takeOut: '-',
    putBack: '-',
    assign: 'assigned:latched',
    end: 'ended:cleared',
  },
  shelved: {
    raise: '-',
    worsen: 'worsened:shelved',
    ease: 'eased:shelved',
    update: 'updated:shelved',
    return: 'returned:shelved',
    ack: '-',
    reset: '-',
    shelve: '-',
    unshelve: 'unshelved:unacknowledged',
    suppress: 'suppressed:shelved',
    release: '-',
    takeOut: 'out_of_service:out_of_service',
    putBack: '-',
    assign: 'assigned:shelved',
    end: 'ended:cleared',
  },
  suppressed: {
    raise: '-',
    worsen: 'worsened:suppressed',
    ease: 'eased:suppressed',
    update: 'updated:suppressed',
    return: 'cleared:cleared',
    ack: 'acknowledged:suppressed',
    reset: '-',
    shelve: '-',
    unshelve: '-',
    suppress: '-',
    release: 'unsuppressed:unacknowledged',
    takeOut: 'out_of_service:out_of_service',
    putBack: '-',
    assign: 'assigned:suppressed',
    end: 'ended:cleared',
  },
  out_of_service: {
    raise: '-',
    worsen: 'worsened:out_of_service',
    ease: 'eased:out_of_service',
    update: 'updated:out_of_service',
    return: 'cleared:cleared',
    ack: '-',
    reset: '-',
    shelve: '-',
    unshelve: '-',
    suppress: 'suppressed:out_of_service',
    release: '-',
    takeOut: '-',
    putBack: 'in_service:unacknowledged',
    assign: 'assigned:out_of_service',
    end: 'ended:cleared',
  },
  cleared: Object.fromEntries(Object.keys(deeds).map((deed) => [deed, '-'])),
}

const pairs = ALARM_STATES.flatMap((state) =>
  Object.entries(TABLE[state]).map(([deed, told]): [AlarmState, string, string] => [state, deed, told]),
)

describe('every state and every deed', () => {
  it.each(pairs)('%s, %s → %s', (state, deed, told) => {
    expect(ways[state].state).toBe(state)
    expect(live(deed, ways[state]).told).toBe(told)
  })
})

describe('stories', () => {
  it.each([
    // It is asked of nobody twice, and comes back by itself.
    ['return again ack', 'returned:returned raised:unacknowledged acknowledged:acknowledged'],
    // What is aside is followed, and comes back as it is by then.
    ['shelve return unshelve', 'shelved:shelved returned:shelved unshelved:returned'],
    ['ack shelve return unshelve', 'acknowledged:acknowledged shelved:shelved returned:shelved unshelved:cleared'],
    ['ack shelve unshelve', 'acknowledged:acknowledged shelved:shelved unshelved:unacknowledged'],
    ['shelve return again unshelve', 'shelved:shelved returned:shelved raised:shelved unshelved:unacknowledged'],
    ['ack suppress release', 'acknowledged:acknowledged suppressed:suppressed unsuppressed:acknowledged'],
    ['suppress worsen release', 'suppressed:suppressed worsened:suppressed unsuppressed:unacknowledged'],
    // The stronger reason names the state; the others are kept until their own end.
    [
      'shelve suppress takeOut putBack unshelve release',
      'shelved:shelved suppressed:shelved out_of_service:out_of_service in_service:shelved unshelved:suppressed unsuppressed:unacknowledged',
    ],
    ['shelve suppress return unshelve', 'shelved:shelved suppressed:shelved returned:shelved unshelved:cleared'],
    // A worse severity may be acknowledged as well, once.
    ['worsen ackAsHigh ackAsHigh ack', 'worsened:unacknowledged acknowledged:acknowledged - acknowledged:acknowledged'],
    ['worsen return ackAsHigh ack', 'worsened:unacknowledged returned:returned - acknowledged:cleared'],
    ['ack worsen ack ack', 'acknowledged:acknowledged worsened:acknowledged acknowledged:acknowledged -'],
  ])('%s', (story, told) => {
    expect(live(story).told).toBe(told)
  })

  it.each([
    ['ack return reset', 'acknowledged:acknowledged returned:latched reset:cleared'],
    ['return reset ack reset', 'returned:returned - acknowledged:latched reset:cleared'],
    ['ack return again return', 'acknowledged:acknowledged returned:latched raised:unacknowledged returned:returned'],
    ['suppress return release', 'suppressed:suppressed returned:suppressed unsuppressed:returned'],
  ])('with a rule that latches: %s', (story, told) => {
    expect(live(story, { latch: true }).told).toBe(told)
  })
})

describe('an acknowledgement', () => {
  it('survives a worsening and says what was acknowledged', () => {
    const { alarm } = live('ack worsen')
    expect(alarm).toMatchObject({ state: 'acknowledged', severity: 'critical', limit: 4, ack: { severity: 'high' } })
    expect([needsLook(alarm), needsLook(live('ack worsen ack').alarm)]).toEqual([true, false])
    expect(needsLook(live('ack worsen ease').alarm)).toBe(false)
  })

  it('does not outlive the condition it was given to', () => {
    expect(live('ack return again', { latch: true }).alarm.ack).toBeNull()
  })
})

it('keeps its name and its beginning when the condition comes back, and tells the new value', () => {
  expect(live('return again').alarm).toEqual({ ...raised, ...again })
})

it('remembers when it returned, not when it was acknowledged', () => {
  expect(live('return ack').alarm).toMatchObject({ clearedAt: 3_000, ack: { by: 'lan', at: 2_000 } })
})

it('is raised again behind what keeps it aside by then', () => {
  const turn = life.stand(ways.returned, same, { suppressedBy: 'cause', outOfService: null })
  expect(turn).toMatchObject({ type: 'raised', alarm: { state: 'suppressed' } })
})

it('is active until it is over, but not while it is put aside', () => {
  const active = ALARM_STATES.filter((state) => isActive(ways[state]))
  expect(active).toEqual(['unacknowledged', 'acknowledged', 'returned', 'latched'])
})

it('tells a new forecast that says a tenth more, or another time than a sixth of what is left until then', () => {
  const HOUR = 3_600_000
  const told = { ...raised, early: { at: 3 * HOUR, probability: 0.4 } }
  const anew = (at: number, probability: number, phenomenonTime = 0) =>
    life.stand(told, { ...same, phenomenonTime, early: { at, probability } }, free)?.type ?? null
  expect(anew(3 * HOUR, 0.45)).toBeNull()
  expect(anew(3 * HOUR, 0.5)).toBe('updated')
  expect(anew(3.4 * HOUR, 0.4)).toBeNull()
  expect(anew(3.7 * HOUR, 0.4)).toBe('updated')
  // The nearer it is, the more a few minutes say.
  expect(anew(3.4 * HOUR, 0.4, 2 * HOUR)).toBe('updated')
  expect(anew(3.1 * HOUR, 0.4, 2.9 * HOUR)).toBeNull()
})

const sinceAt = (before: Alarm, cause: life.Cause) =>
  life.dated(life.stand(before, cause, free), before, 4_000)?.alarm.since

it('dates an alarm from when it came to its severity and limit, and no further while they stay', () => {
  expect(sinceAt(raised, worse)).toBe(4_000)
  expect(sinceAt(raised, { ...same, limit: 3.4 })).toBe(4_000)
  expect(sinceAt({ ...raised, clearedAt: 3_000 }, same)).toBe(4_000)
  const told = { ...raised, since: 2_000, early: { at: 9_000, probability: 0.3 } }
  expect(sinceAt(told, { ...same, early: { at: 9_000, probability: 0.6 } })).toBe(2_000)
  expect(life.dated(null, raised, 4_000)).toBe(null)
})
