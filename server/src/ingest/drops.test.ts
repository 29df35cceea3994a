import type { StationId } from '@ioc/shared/ids'
import { expect, it } from 'vitest'
import { createDrops, type Dropped } from './drops.js'

const packet = (sender: string, text: string) => ({
  sender: sender as StationId,
  topic: 't',
  bytes: Buffer.from(text),
  qos: 0 as const,
  receivedAt: 0,
})
const settle = () => new Promise((resume) => setImmediate(resume))

function setUp() {
  const records: (Dropped & { done: () => void })[] = []
  const drops = createDrops((dropped) => new Promise<void>((done) => records.push({ ...dropped, done })))
  const told = () => records.map(({ packet: { sender }, count, bytes }) => [sender, count, bytes])
  return { ...drops, records, told }
}

it('has one record of a sender under way, and sums up what is dropped meanwhile', async () => {
  const { drop, records, told } = setUp()
  for (const text of ['a', 'bb', 'ccc']) drop(packet('MAD', text))
  drop(packet('OTHER', 'd'))
  expect(told()).toEqual([
    ['MAD', 1, 1],
    ['OTHER', 1, 1],
  ])
  for (const { done } of records) done()
  await settle()
  expect(told().slice(2)).toEqual([['MAD', 2, 5]])
  records[2]?.done()
  await settle()
  drop(packet('MAD', 'e'))
  expect(told().slice(3)).toEqual([['MAD', 1, 1]])
})

it('records the rest at once when it closes', () => {
  const { drop, close, told } = setUp()
  for (const text of ['a', 'bb', 'ccc']) drop(packet('MAD', text))
  close()
  expect(told()).toEqual([
    ['MAD', 1, 1],
    ['MAD', 2, 5],
  ])
})
