import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createAckOrder } from './ack-order.js'

function openLine() {
  const writes: string[] = []
  const line = { destroyed: false, write: (bytes: Buffer) => writes.push(bytes.toString('hex')) }
  return { line, writes, order: createAckOrder(line) }
}

describe('the order of acknowledgements', () => {
  it('is the order of arrival, however the commits end', async () => {
    const { writes, order } = openLine()
    const [first, second, third] = [order.expect(7), order.expect(65_535), order.expect(256)]
    third.acknowledge()
    second.acknowledge()
    await setImmediate()
    expect(writes).toEqual([])
    first.acknowledge()
    await setImmediate()
    expect(writes).toEqual([['40020007', '4002ffff', '40020100'].join('')])
  })

  it('is written once, with a message that arrives meanwhile left waiting', async () => {
    const { writes, order } = openLine()
    order.expect(1).acknowledge()
    order.expect(2)
    await setImmediate()
    await setImmediate()
    expect(writes).toEqual(['40020001'])
  })

  it('passes over what is left', async () => {
    const { writes, order } = openLine()
    const [first, second] = [order.expect(1), order.expect(2)]
    second.acknowledge()
    await setImmediate()
    first.leave()
    await setImmediate()
    expect(writes).toEqual(['40020002'])
  })

  it('lets an id come again once it was acknowledged', async () => {
    const { writes, order } = openLine()
    order.expect(1).acknowledge()
    await setImmediate()
    order.expect(1).acknowledge()
    await setImmediate()
    expect(writes).toEqual(['40020001', '40020001'])
  })

  it('says nothing on a line that is gone', async () => {
    const { line, writes, order } = openLine()
    const only = order.expect(1)
    line.destroyed = true
    only.acknowledge()
    await setImmediate()
    expect(writes).toEqual([])
  })
})
