import { expect, it } from 'vitest'
import { createMoments } from './moments.js'

function counted(answer: (at: number) => Promise<string> = async (at) => `at ${at}`) {
  const asked: number[] = []
  const moments = createMoments({
    most: 2,
    read(at) {
      asked.push(at)
      return answer(at)
    },
  })
  return { moments, asked }
}

it('reads a moment once, however many want it', async () => {
  const { moments, asked } = counted()
  expect(await Promise.all([moments.get(1), moments.get(1)])).toEqual(['at 1', 'at 1'])
  expect(asked).toEqual([1])
})

it('forgets first what was looked at longest ago', async () => {
  const { moments, asked } = counted()
  for (const at of [1, 2, 1, 3, 1, 2]) await moments.get(at)
  expect(asked).toEqual([1, 2, 3, 2])
})

it('asks again for what could not be read', async () => {
  let away = true
  const { moments, asked } = counted(async (at) => {
    if (away) throw new Error('away')
    return `at ${at}`
  })
  await expect(moments.get(1)).rejects.toThrow('away')
  away = false
  expect(await moments.get(1)).toBe('at 1')
  expect(asked).toEqual([1, 1])
})
