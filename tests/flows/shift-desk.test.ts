import { expect, it } from 'vitest'
import type { Standing } from '@ioc/shared/shift'
import { createMemoryShiftStore } from '@ioc/server/adapters/memory/shift-store'
import { createShiftDesk } from '@ioc/server/shift/desk'

const EMPTY: Standing = { open: [], shelved: [], outOfService: [], silent: [] }

function openDesk() {
  let now = 1_000
  let id = 0
  const room = { standing: EMPTY }
  const desk = createShiftDesk({
    store: createMemoryShiftStore(),
    clock: { now: () => now },
    newId: () => `n${++id}`,
    standing: () => room.standing,
  })
  return { desk, room, wait: (ms: number) => (now += ms) }
}

it('keeps notes in the order in which they were written', async () => {
  const { desk, wait } = openDesk()
  await desk.write('lan', 'cửa xả mở')
  wait(10)
  await desk.write('minh', 'đã gọi thủy điện')
  expect((await desk.notes(0, 2_000)).map(({ by, at }) => [by, at])).toEqual([
    ['lan', 1_000],
    ['minh', 1_010],
  ])
  expect(await desk.notes(1_001, 1_010)).toEqual([])
})

it('hands a shift over from one to another, with how the room stood', async () => {
  const { desk, room, wait } = openDesk()
  room.standing = { ...EMPTY, silent: ['A1'] }
  const left = await desk.leave('lan', 'để ý sông Bồ')
  expect(left).toMatchObject({ since: null, counts: { open: 0, silent: 1 }, leaving: { by: 'lan' }, taking: null })
  room.standing = EMPTY
  wait(60)
  const taken = await desk.take(left.id, 'minh')
  expect(taken).toEqual({ ...left, taking: { by: 'minh', at: 1_060 } })
  expect(await desk.handover(left.id)).toEqual({ handover: taken, standing: { ...EMPTY, silent: ['A1'] } })
  await expect(desk.handover('n9')).rejects.toMatchObject({ code: 'not-found' })
  wait(60)
  expect(await desk.leave('minh', null)).toMatchObject({ since: 1_060 })
  expect((await desk.handovers(10)).map(({ leaving }) => leaving.by)).toEqual(['minh', 'lan'])
})

it('lets nobody take over from themselves, twice, or what was not handed over', async () => {
  const { desk } = openDesk()
  await expect(desk.take('n9', 'minh')).rejects.toMatchObject({ code: 'not-found' })
  const { id } = await desk.leave('lan', null)
  await expect(desk.take(id, 'lan')).rejects.toMatchObject({ code: 'shift.same' })
  await expect(desk.leave('minh', null)).rejects.toMatchObject({ code: 'shift.pending' })
  const both = await Promise.allSettled([desk.take(id, 'minh'), desk.take(id, 'hoa')])
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  await expect(desk.take(id, 'hoa')).rejects.toMatchObject({ code: 'shift.taken' })
})
