import { expect, it } from 'vitest'
import { createKept } from './kept.js'

function counted(
  answer: (at: number) => Promise<string> = async (at) => `at ${at}`,
  stays: (at: number) => boolean = () => true,
) {
  const asked: number[] = []
  const kept = createKept({
    most: () => 2,
    keyOf: (at: number) => at,
    stays,
    read(at) {
      asked.push(at)
      return answer(at)
    },
  })
  return { kept, asked }
}

it('finds an answer once, however many want it', async () => {
  const { kept, asked } = counted()
  expect(await Promise.all([kept.get(1), kept.get(1)])).toEqual(['at 1', 'at 1'])
  expect(asked).toEqual([1])
})

it('forgets first what was wanted longest ago', async () => {
  const { kept, asked } = counted()
  for (const at of [1, 2, 1, 3, 1, 2]) await kept.get(at)
  expect(asked).toEqual([1, 2, 3, 2])
})

it('asks again for what could not be read', async () => {
  let away = true
  const { kept, asked } = counted(async (at) => {
    if (away) throw new Error('away')
    return `at ${at}`
  })
  await expect(kept.get(1)).rejects.toThrow('away')
  away = false
  expect(await kept.get(1)).toBe('at 1')
  expect(asked).toEqual([1, 1])
})

it('shares what does not stay right while it is being read, and then asks again', async () => {
  const { kept, asked } = counted(undefined, (at) => at < 5)
  await Promise.all([kept.get(9), kept.get(9)])
  await kept.get(9)
  expect(asked).toEqual([9, 9])
})

it('keeps nothing that was not settled yet when it was read, though it is by the time the answer comes', async () => {
  let now = 5
  const { kept, asked } = counted(
    async (at) => `at ${at} of ${(now = 9)}`,
    (at) => at < now,
  )
  for (let times = 0; times < 3; times++) await kept.get(7)
  expect(asked).toEqual([7, 7])
})
