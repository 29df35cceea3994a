import { expect, it } from 'vitest'
import { keepLately } from './keep-lately.js'

/** A question that is answered, or fails, when the test says so. */
function asked() {
  let now = 0
  const waiting: { resolve: (value: string) => void; reject: (cause: Error) => void }[] = []
  const get = keepLately(
    { now: () => now },
    10,
    () => new Promise<string>((resolve, reject) => waiting.push({ resolve, reject })),
  )
  return { get, waiting, turnTo: (at: number) => void (now = at) }
}

it('is found once for all who ask, and anew when it is old, while the old one is given', async () => {
  const { get, waiting, turnTo } = asked()
  const first = [get(), get(), get()]
  waiting[0]!.resolve('a')
  expect(await Promise.all(first)).toEqual(['a', 'a', 'a'])
  turnTo(9)
  expect(await get()).toBe('a')
  expect(waiting).toHaveLength(1)
  turnTo(10)
  expect(await Promise.all([get(), get()])).toEqual(['a', 'a'])
  expect(waiting).toHaveLength(2)
  waiting[1]!.resolve('b')
  await Promise.resolve()
  turnTo(19)
  expect(await get()).toBe('b')
})

it('gives nothing that is twice as old, and tries again what failed', async () => {
  const { get, waiting, turnTo } = asked()
  const first = get()
  waiting[0]!.resolve('a')
  await first
  turnTo(20)
  const late = get()
  waiting[1]!.reject(new Error('the disk is away'))
  await expect(late).rejects.toThrow('the disk is away')
  const again = get()
  waiting[2]!.resolve('c')
  expect(await again).toBe('c')
})

it('may be kept shorter by what it is', async () => {
  let now = 0
  let made = 0
  const get = keepLately(
    { now: () => now },
    (n) => (n === 1 ? 2 : 10),
    () => Promise.resolve((made += 1)),
  )
  expect(await get()).toBe(1)
  now = 4
  expect(await get()).toBe(2)
  now = 13
  expect(await get()).toBe(2)
})
