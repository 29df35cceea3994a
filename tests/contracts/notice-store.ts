import { expect, it } from 'vitest'
import { channelSchema, type Channel } from '@ioc/shared/channel'
import { sampleAlarm } from '@ioc/server/alarms/notify/alarm.fixture'
import type { Notice, NoticeStore, Told } from '@ioc/server/ports/notices'

function channelOf(id: string, steps: number): Channel {
  const escalation = Array.from({ length: steps }, (_, index) => ({ afterMin: index + 1, role: 'leader' as const }))
  const settings = {
    kind: 'webhook',
    name: `Kênh ${id}`,
    url: 'http://x/',
    secret: 'a secret that is kept',
    escalation,
  }
  return { ...channelSchema.parse(settings), id }
}
const counts = { critical: 0, high: 1, medium: 0, low: 0 }
const noticeOf = (id: string, channel: string, step = 0, at = 5): Notice => ({
  id,
  channel,
  step,
  at,
  counts,
  following: 0,
  items: [
    { why: 'first', alarm: sampleAlarm(), name: 'Kim Long "A"', area: null, measured: null, advice: null, link: null },
  ],
})
const toldOf = (alarm: string, channel: string, step = 0, change: Partial<Told> = {}): Told => ({
  alarm,
  channel,
  step,
  severity: 'high',
  isOver: false,
  at: 1_700_000_000_001,
  since: 1_700_000_000_000,
  ...change,
})
const health = {
  failures: 2,
  sentAt: null,
  failedAt: 1_700_000_000_009,
  error: 'answered 500',
  isPartial: false,
  givenUp: 1,
}

/** What every store of notices promises. `reopen` gives the same data as a later start of the server would see it. */
export function noticeStoreContract(open: () => Promise<{ store: NoticeStore; reopen(): Promise<NoticeStore> }>): void {
  it('keeps channels, their newest version, and how they fared', async () => {
    const { store, reopen } = await open()
    expect(await store.channels()).toEqual([])
    await store.putChannel(channelOf('b', 0))
    await store.putChannel(channelOf('a', 0))
    await store.putHealth('b', health)
    await store.putHealth('gone', health)
    const changed = { ...channelOf('b', 1), enabled: false }
    await store.putChannel(changed)
    expect(await (await reopen()).channels()).toEqual([
      { channel: channelOf('a', 0), health: null },
      { channel: changed, health },
    ])
  })

  it('keeps what waits until it is settled, and what was told by it from then on', async () => {
    const { store, reopen } = await open()
    const [late, early] = [noticeOf('n2', 'a', 0, 9), noticeOf('n1', 'a', 0, 3)]
    await store.enqueue(late)
    await store.enqueue(early)
    await expect(store.enqueue(early)).rejects.toThrow(/waits already|duplicate/i)
    const later = await reopen()
    expect(await later.waiting()).toEqual([early, late])
    await later.settle('n1', [toldOf('x', 'a'), toldOf('y', 'a')])
    await later.settle('n2', [toldOf('x', 'a', 0, { isOver: true })])
    const last = await reopen()
    expect(await last.waiting()).toEqual([])
    expect(await last.told()).toEqual([toldOf('x', 'a', 0, { isOver: true }), toldOf('y', 'a')])
  })

  it('forgets who was told of an alarm', async () => {
    const { store, reopen } = await open()
    await store.settle('-', [toldOf('x', 'a'), toldOf('x', 'b', 1), toldOf('y', 'a'), toldOf('z', 'a')])
    await store.forget(['x', 'z', 'never'])
    expect(await (await reopen()).told()).toEqual([toldOf('y', 'a')])
  })

  it('forgets what belongs to a step or a channel that is no more', async () => {
    const { store, reopen } = await open()
    await store.putChannel(channelOf('a', 2))
    await store.putChannel(channelOf('b', 0))
    await store.settle('-', [toldOf('x', 'a', 0), toldOf('x', 'a', 1), toldOf('x', 'a', 2), toldOf('x', 'b')])
    await store.enqueue(noticeOf('a1', 'a', 1))
    await store.enqueue(noticeOf('a2', 'a', 2))
    await store.enqueue(noticeOf('b0', 'b'))
    await store.putChannel(channelOf('a', 1))
    const later = await reopen()
    expect(await later.told()).toEqual([toldOf('x', 'a', 0), toldOf('x', 'a', 1), toldOf('x', 'b')])
    expect((await later.waiting()).map(({ id }) => id)).toEqual(['a1', 'b0'])
    await later.removeChannel('a')
    const last = await reopen()
    expect(await last.told()).toEqual([toldOf('x', 'b')])
    expect((await last.waiting()).map(({ id }) => id)).toEqual(['b0'])
    expect((await last.channels()).map(({ channel }) => channel.id)).toEqual(['b'])
  })
}
