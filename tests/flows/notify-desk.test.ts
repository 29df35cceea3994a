import { describe, expect, it } from 'vitest'
import { createMemoryNoticeStore } from '@ioc/server/adapters/memory/notice-store'
import { sampleAlarm } from '@ioc/server/alarms/notify/alarm.fixture'
import { createNotifyDesk } from '@ioc/server/alarms/notify/notify-desk'
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
  const line = { down: false, hangs: false }
  const send = async (_: Channel, notice: Notice, signal: AbortSignal) => {
    tried.push(notice)
    if (line.hangs) await new Promise((_resolve, reject) => signal.addEventListener('abort', reject))
    if (line.down) throw new Error('no answer')
    sent.push(notice)
    return null
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
