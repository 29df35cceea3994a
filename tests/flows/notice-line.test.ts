import { expect, it } from 'vitest'
import { createMemoryNoticeStore } from '@ioc/server/adapters/memory/notice-store'
import { createLine } from '@ioc/server/alarms/notify/line'
import type { Notice } from '@ioc/server/ports/notices'
import type { Channel } from '@ioc/shared/channel'
import { createManualClock } from '../manual-clock.js'
import { silentEvents } from '../silent-events.js'

const NOW = Date.UTC(2026, 10, 22)
const channel = { id: 'c', name: 'c', kind: 'webhook' } as Channel
const notice = (step: number) => ({ id: `n${step}`, channel: 'c', step, at: NOW, items: [] }) as unknown as Notice

it('goes on with what it has on disk where what came with it could not be kept', async () => {
  const disk = createMemoryNoticeStore()
  const sent: string[] = []
  const clock = createManualClock(NOW)
  const line = createLine({
    health: null,
    waiting: [],
    clock,
    random: () => 0.5,
    events: silentEvents(),
    notifier: {
      async send(_, { id }) {
        sent.push(id)
        return null
      },
    },
    store: {
      ...disk,
      enqueue: async (each) => {
        if (each.step === 1) throw new Error('the disk is full')
        await disk.enqueue(each)
      },
    },
    toldBy: () => [],
    onTold: () => undefined,
    onRefused: () => undefined,
    onHealth: () => undefined,
  })
  const idle = async () => {
    while (!line.isReady(Infinity)) await new Promise((resume) => setTimeout(resume, 1))
  }
  line.work(channel, [notice(0), notice(1)])
  await idle()
  expect(line.waiting().map(({ id }) => id)).toEqual(['n0'])
  line.work(channel, [])
  await idle()
  expect(sent).toEqual(['n0'])
  expect(await disk.waiting()).toEqual([])
  await line.close()
})
