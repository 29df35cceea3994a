import { expect, it } from 'vitest'
import { createTurn } from './turn.js'

it('begins one piece of work when the one before has ended, and goes on after a failure', async () => {
  const inTurn = createTurn()
  const story: string[] = []
  const work = (name: string) => async () => {
    story.push(`${name} begins`)
    await Promise.resolve()
    story.push(`${name} ends`)
    if (name === 'b') throw new Error('b fails')
    return name
  }
  const all = await Promise.allSettled([inTurn(work('a')), inTurn(work('b')), inTurn(work('c'))])
  expect(story).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  expect(all.map((each) => (each.status === 'fulfilled' ? each.value : String(each.reason)))).toEqual([
    'a',
    'Error: b fails',
    'c',
  ])
})

function refuse(): never {
  throw new Error('no')
}

it('hands on what is thrown at once', async () => {
  const inTurn = createTurn()
  await expect(inTurn(refuse)).rejects.toThrow('no')
  expect(await inTurn(() => 'next')).toBe('next')
})
