import { describe, expect, it } from 'vitest'
import { createMemoryNoticeStore } from '@ioc/server/adapters/memory/notice-store'
import { sampleAlarm } from '@ioc/server/alarms/notify/alarm.fixture'
import { createNotifyDesk } from '@ioc/server/alarms/notify/notify-desk'
import { coded } from '@ioc/server/errors'
import type { Notice, NoticeStore } from '@ioc/server/ports/notices'
import type { Alarm } from '@ioc/shared/alarm'
import { channelSchema, type Channel, type ChannelInput } from '@ioc/shared/channel'
import { DAY, MINUTE, SECOND } from '@ioc/shared/time'
import { createManualClock } from '../manual-clock.js'
import { silentEvents } from '../silent-events.js'

const T0 = Date.parse('2026-11-22T03:00:00Z')
const LEADER = { afterMin: 10, role: 'leader' as const }

function channelOf(id: string, change: Partial<ChannelInput> = {}): Channel {
  const webhook = { kind: 'webhook', name: id, url: 'http://x/', secret: 'a secret of sixteen', ...change }
  return { ...channelSchema.parse(webhook), id }
}

interface Room {
  channels?: Channel[]
  store?: NoticeStore
  ongoing?: Alarm[]
  journal?: Alarm[]
  start?: number
}

/** A desk whose notices arrive here, as long as the line is not down. */
async function openDesk({ channels = [channelOf('c')], store, ongoing = [], journal = [], start = T0 }: Room = {}) {
  const clock = createManualClock(start)
  const kept = store ?? createMemoryNoticeStore()
  if (!store) for (const channel of channels) await kept.putChannel(channel)
  const health = new Map((await kept.channels()).map((each) => [each.channel.id, each.health]))
  const sent: Notice[] = []
  const tried: Notice[] = []
  const failing: string[][] = []
  const line = {
    down: false,
    hangs: false,
    refuses: (() => false) as (notice: Notice) => boolean,
    missed: null as string | null,
  }
  const send = async (_: Channel, notice: Notice, signal: AbortSignal) => {
    tried.push(notice)
    if (line.hangs) await new Promise((_resolve, reject) => signal.addEventListener('abort', reject))
    if (line.down) throw new Error('no answer')
    if (line.refuses(notice)) throw coded('channel.unfit', 'answered 413')
    sent.push(notice)
    return line.missed
  }
  const desk = await createNotifyDesk({
    channels: { list: () => channels },
    store: kept,
    health,
    notifiers: { webhook: { send }, email: { send } },
    clock,
    random: () => 1,
    events: silentEvents(),
    subjectOf: ({ station }) => ({ kinds: [station], areas: [], agencies: [] }),
    describe: (alarm, why) => ({
      why,
      alarm,
      name: alarm.station,
      area: null,
      measured: null,
      advice: null,
      link: null,
    }),
    recall: async (ids) => journal.filter(({ id }) => ids.includes(id)),
    onFailing: (names) => failing.push(names),
    failingRule: 'system-channel',
  })
  await desk.open(ongoing)
  return {
    desk,
    clock,
    store: kept,
    tried,
    failing,
    line,
    /** Lets time go on, and what waits for it. */
    async pass(ms: number) {
      for (let left = ms; left > 0; left -= 2 * SECOND) {
        clock.advance(Math.min(left, 2 * SECOND))
        await new Promise((resume) => setImmediate(resume))
      }
    },
    /** What arrived since the last time it was asked: the reasons by alarm, a record a notice. */
    arrived() {
      return sent.splice(0).map(({ items, step }) => {
        const whys = Object.fromEntries(items.map(({ why, alarm }) => [alarm.id, why]))
        return step === 0 ? whys : { step, ...whys }
      })
    },
  }
}

const ack = (at: number) => ({ by: 'lan', at, note: null, severity: 'high' as const })
const severe = (id: string, change: Partial<Alarm> = {}) => sampleAlarm({ id, raisedAt: T0, ...change })

describe('the life of an alarm, as it is told', () => {
  it('is first, worse, repeated until acknowledged, and cleared', async () => {
    const { desk, pass, arrived } = await openDesk()
    desk.take([severe('a')])
    await pass(4 * SECOND)
    expect(arrived()).toEqual([{ a: 'first' }])
    desk.take([severe('a', { severity: 'critical' })])
    await pass(2 * MINUTE)
    expect(arrived()).toEqual([{ a: 'worse' }])
    await pass(21 * MINUTE)
    expect(arrived()).toEqual([{ a: 'repeat' }, { a: 'repeat' }])
    desk.take([severe('a', { severity: 'critical', ack: { ...ack(T0), severity: 'critical' } })])
    await pass(60 * MINUTE)
    expect(arrived()).toEqual([])
    desk.take([severe('a', { clearedAt: T0 + 1, ack: ack(T0) })])
    await pass(4 * SECOND)
    expect(arrived()).toEqual([{ a: 'cleared' }])
    await pass(60 * MINUTE)
    expect(arrived()).toEqual([])
  })

  it('goes up a step for every time nobody acknowledges, and no further once somebody has', async () => {
    const escalation = [LEADER, { afterMin: 30, role: 'admin' as const }]
    const { desk, pass, arrived } = await openDesk({
      channels: [channelOf('c', { escalation, repeatMin: { high: null } })],
    })
    desk.take([severe('a'), severe('b')])
    await pass(9 * MINUTE)
    expect(arrived()).toEqual([{ a: 'first', b: 'first' }])
    await pass(2 * MINUTE)
    expect(arrived()).toEqual([{ step: 1, a: 'escalated', b: 'escalated' }])
    desk.take([severe('b', { ack: ack(T0) })])
    await pass(30 * MINUTE)
    expect(arrived()).toEqual([{ step: 2, a: 'escalated' }])
    desk.take([severe('a', { clearedAt: T0 + 1 }), severe('b', { clearedAt: T0 + 1, ack: ack(T0) })])
    await pass(10 * SECOND)
    expect(arrived()).toEqual([
      { a: 'cleared', b: 'cleared' },
      { step: 1, a: 'cleared', b: 'cleared' },
      { step: 2, a: 'cleared' },
    ])
  })

  it('is told to those whom it is for', async () => {
    const channels = [channelOf('water', { kinds: ['S'] }), channelOf('air', { kinds: ['A'], severities: ['low'] })]
    const { desk, pass, tried } = await openDesk({ channels })
    desk.take([severe('a'), severe('b', { severity: 'low' })])
    await pass(10 * SECOND)
    expect(tried.map(({ channel, items }) => [channel, items.map(({ alarm }) => alarm.id)])).toEqual([['water', ['a']]])
  })
})

describe('a flood', () => {
  it('is one notice a minute, the worst first, and nothing of it is left out', async () => {
    const { desk, pass, tried } = await openDesk()
    const count = 450
    desk.take(
      Array.from({ length: count }, (_, n) => severe(`a${n}`, { severity: n % 100 === 7 ? 'critical' : 'high' })),
    )
    await pass(59 * SECOND)
    expect(tried).toHaveLength(1)
    const [first] = tried as [Notice]
    expect(first.items.slice(0, 6).map(({ alarm }) => alarm.severity)).toEqual([
      ...Array.from({ length: 5 }, () => 'critical'),
      'high',
    ])
    expect(first.counts).toEqual({ critical: 5, high: 445, medium: 0, low: 0 })
    expect([first.items.length, first.following]).toEqual([200, 250])
    await pass(3 * MINUTE)
    const ids = tried.flatMap(({ items }) => items.map(({ alarm }) => alarm.id))
    expect(tried.map(({ items }) => items.length)).toEqual([200, 200, 50])
    expect(new Set(ids).size).toBe(count)
  })
})

describe('the pace', () => {
  it('keeps nothing waiting behind what is less bad', async () => {
    const { desk, pass, arrived } = await openDesk()
    desk.take([severe('low', { severity: 'low' })])
    await pass(2 * SECOND)
    expect(arrived()).toEqual([])
    const all = await openDesk({ channels: [channelOf('c', { severities: ['critical', 'high', 'medium', 'low'] })] })
    all.desk.take([severe('low', { severity: 'low' })])
    await all.pass(2 * SECOND)
    all.desk.take([severe('a', { severity: 'critical' }), severe('other', { severity: 'low' })])
    await all.pass(2 * SECOND)
    expect(all.arrived()).toEqual([{ low: 'first' }, { a: 'first', other: 'first' }])
    all.desk.take([severe('b', { severity: 'critical' }), severe('c')])
    await all.pass(56 * SECOND)
    expect(all.arrived()).toEqual([])
    await all.pass(4 * SECOND)
    expect(all.arrived()).toEqual([{ b: 'first', c: 'first' }])
  })

  it('keeps one that grew worse waiting no longer than a new one', async () => {
    const { desk, pass, arrived } = await openDesk()
    desk.take([severe('a')])
    await pass(2 * SECOND)
    desk.take([severe('a', { severity: 'critical' })])
    await pass(2 * SECOND)
    expect(arrived()).toEqual([{ a: 'first' }, { a: 'worse' }])
  })

  it('lets no end of an alarm put off another', async () => {
    const { desk, pass, arrived } = await openDesk()
    desk.take([severe('a', { severity: 'critical' })])
    await pass(2 * MINUTE)
    desk.take([severe('a', { severity: 'critical', clearedAt: T0, ack: ack(T0) })])
    await pass(2 * SECOND)
    desk.take([severe('b', { severity: 'critical' })])
    await pass(2 * SECOND)
    expect(arrived()).toEqual([{ a: 'first' }, { a: 'cleared' }, { b: 'first' }])
  })
})

describe('a notice that the receiver does not take', () => {
  it('is told in parts where it is too large', async () => {
    const { desk, line, pass, tried, failing, arrived } = await openDesk()
    line.refuses = ({ items }) => items.length > 70
    const all = Array.from({ length: 200 }, (_, n) => severe(`a${n}`))
    desk.take(all)
    await pass(8 * SECOND)
    expect(tried.map(({ items }) => items.length)).toEqual([200, 100, 50])
    desk.take([severe('worst', { severity: 'critical' })])
    await pass(6 * SECOND)
    expect(tried.at(-1)?.items[0]?.alarm.id).toBe('worst')
    await pass(10 * MINUTE)
    const told = arrived().flatMap((notice) => Object.keys(notice))
    expect(new Set(told)).toEqual(new Set([...all.map(({ id }) => id), 'worst']))
    expect(new Set(tried.map(({ id }) => id)).size).toBe(tried.length)
    expect(failing.flat()).toEqual([])
    expect(desk.state('c')).toMatchObject({ waiting: 0, health: { error: 'answered 413' } })
  })

  it('keeps nothing else back, and is told of where it never gets through', async () => {
    const { desk, line, pass, failing, arrived, tried } = await openDesk()
    line.refuses = ({ items }) => items.some(({ alarm }) => alarm.id === 'bad')
    desk.take([severe('bad', { severity: 'critical' }), severe('a'), severe('b')])
    await pass(20 * SECOND)
    expect(arrived()).toEqual([{ a: 'first', b: 'first' }])
    await pass(5 * MINUTE)
    expect(failing.at(-1)).toEqual(['c'])
    const soFar = tried.length
    await pass(60 * MINUTE)
    // It is tried less and less often; the others are repeated meanwhile.
    expect(tried.filter(({ items }) => items[0]?.alarm.id === 'bad').length - soFar).toBeLessThan(12)
    expect(arrived()).toEqual([
      { a: 'repeat', b: 'repeat' },
      { a: 'repeat', b: 'repeat' },
    ])
    desk.take([severe('c', { severity: 'critical' })])
    await pass(14 * SECOND)
    expect(arrived()).toContainEqual(expect.objectContaining({ c: 'first' }))
    line.refuses = () => false
    await pass(20 * MINUTE)
    expect(arrived().flatMap((notice) => Object.keys(notice))).toContain('bad')
    expect(failing.at(-1)).toEqual([])
  })

  it('waits for nobody after a restart', async () => {
    const before = await openDesk()
    before.line.refuses = ({ items }) => items.length > 1
    before.desk.take([severe('a'), severe('b')])
    await before.pass(2 * SECOND)
    await before.desk.close()
    expect(before.tried).toHaveLength(1)
    expect(await before.store.waiting()).toEqual([])
  })
})

describe('a notice that does not reach everybody', () => {
  it('counts as sent, is told of at once, and to those whom it reaches', async () => {
    const { desk, line, pass, failing, arrived } = await openDesk()
    line.missed = 'not taken for x@hue.gov.vn'
    desk.take([severe('a')])
    await pass(4 * SECOND)
    expect(failing.at(-1)).toEqual(['c'])
    expect(desk.state('c')).toMatchObject({ isFailing: true, health: { failures: 0, error: line.missed } })
    desk.take([severe('s', { rule: 'system-channel' })])
    await pass(MINUTE)
    expect(arrived()).toEqual([{ a: 'first' }, { s: 'first' }])
    line.missed = null
    desk.take([severe('a', { clearedAt: T0, ack: ack(T0) })])
    await pass(MINUTE)
    expect(failing.at(-1)).toEqual([])
    expect(arrived()).toEqual([{ a: 'cleared' }])
  })
})

describe('a restart', () => {
  it('repeats nothing, and tells what happened meanwhile', async () => {
    const before = await openDesk()
    before.desk.take([severe('stands'), severe('ended'), severe('acked', { ack: ack(T0) })])
    await before.pass(4 * SECOND)
    expect(before.arrived()).toEqual([{ stands: 'first', ended: 'first' }])
    await before.desk.close()

    const after = await openDesk({
      store: before.store,
      start: T0 + 5 * MINUTE,
      ongoing: [severe('stands'), severe('acked', { ack: ack(T0) }), severe('fresh')],
      journal: [severe('ended', { clearedAt: T0 + 9, ack: ack(T0 + 9) })],
    })
    await after.pass(4 * SECOND)
    expect(after.arrived()).toEqual([{ fresh: 'first', ended: 'cleared' }])
    await after.pass(2 * SECOND)
    expect((await after.store.told()).map(({ alarm }) => alarm)).toEqual(['fresh', 'stands'])
  })

  it('sends what was under way once more, as it was', async () => {
    const before = await openDesk()
    before.line.down = true
    before.desk.take([severe('a')])
    await before.pass(4 * SECOND)
    await before.desk.close()
    const after = await openDesk({ store: before.store, start: T0 + MINUTE, ongoing: [severe('a')] })
    await after.pass(4 * SECOND)
    expect(after.tried[0]).toEqual(before.tried[0])
    expect(after.tried).toHaveLength(1)
  })
})

describe('a channel that fails', () => {
  it('is tried less and less often, is told of, and then says what is true by then', async () => {
    const { desk, line, pass, tried, failing, arrived } = await openDesk()
    line.down = true
    desk.take([severe('a')])
    await pass(30 * SECOND)
    expect(failing.at(-1)).toEqual([])
    await pass(3 * MINUTE)
    expect(failing.at(-1)).toEqual(['c'])
    const soon = tried.length
    await pass(60 * MINUTE)
    expect(tried.length - soon).toBeLessThan(9)
    expect(new Set(tried.map(({ id }) => id)).size).toBe(1)
    desk.take([severe('a', { clearedAt: T0, ack: ack(T0) }), severe('b')])
    line.down = false
    await pass(20 * MINUTE)
    expect(failing.at(-1)).toEqual([])
    expect(arrived()).toEqual([{ a: 'first' }, { a: 'cleared', b: 'first' }])
  })

  it('gives up what is a day old and begins with what stands', async () => {
    const { desk, line, pass, arrived } = await openDesk()
    line.down = true
    desk.take([severe('a'), severe('b')])
    await pass(MINUTE)
    desk.take([severe('b', { clearedAt: T0, ack: ack(T0) })])
    await pass(DAY + 20 * MINUTE)
    expect(desk.state('c')).toMatchObject({ health: { givenUp: 1 }, waiting: 0 })
    line.down = false
    await pass(20 * MINUTE)
    expect(arrived()).toEqual([{ a: 'first' }])
  })

  it('is not told of itself through itself', async () => {
    const channels = [channelOf('c'), channelOf('d')]
    const { desk, line, pass, tried, clock } = await openDesk({ channels })
    line.down = true
    const system = severe('s', { rule: 'system-channel' })
    desk.take([severe('a')])
    await pass(5 * MINUTE)
    desk.take([system])
    await pass(DAY + 30 * MINUTE)
    const made = tried.filter(({ at }) => at > T0 + DAY)
    expect(clock.now()).toBeGreaterThan(T0 + DAY)
    expect(made.length).toBeGreaterThan(0)
    expect(made.flatMap(({ items }) => items.map(({ alarm }) => alarm.id))).not.toContain('s')
  })

  it('does not keep a server that ends waiting', async () => {
    const { desk, line, pass, tried } = await openDesk()
    line.hangs = true
    desk.take([severe('a')])
    await pass(4 * SECOND)
    await desk.close()
    expect(tried).toHaveLength(1)
  })

  it('is well again as soon as a test arrives', async () => {
    const { desk, line, pass, failing } = await openDesk()
    line.down = true
    desk.take([severe('a')])
    await pass(4 * MINUTE)
    expect(await desk.test(channelOf('c'))).toBe('no answer')
    expect(failing.at(-1)).toEqual(['c'])
    line.down = false
    expect(await desk.test(channelOf('c'))).toBeNull()
    expect(failing.at(-1)).toEqual([])
    expect(desk.state('c').health).toMatchObject({ failures: 0, error: 'no answer' })
  })
})
