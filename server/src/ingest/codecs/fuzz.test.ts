import { PROPERTIES } from '@ioc/shared/properties'
import { describe, expect, it } from 'vitest'
import { decodeCbor } from '../../adapters/cbor.js'
import { decodeSparkplug, encodeRebirth } from '../../adapters/sparkplug-protobuf.js'
import { createAdmit } from '../admit.js'
import { GATEWAY } from './gateways.fixture.js'
import { createChance, mutant, pick, STORMS } from './mutants.fixture.js'
import * as payloads from './payloads.fixture.js'
import { createGatewayReader } from './read-gateway.js'

const PAYLOADS = 20_000
const properties = new Map(PROPERTIES.map((property) => [property.key as string, property]))

describe(`${PAYLOADS} broken payloads`, () => {
  it.each(Object.entries(STORMS))(
    'of %s come to observations or counted refusals, never to an error',
    (name, storm) => {
      const chance = createChance(name.length)
      const read = createGatewayReader({ properties, decodeCbor, decodeSparkplug, encodeRebirth })
      const admit = createAdmit(properties)
      const outcomes = { taken: 0, refused: 0, empty: 0 }
      const faults: string[] = []
      for (let i = 0; i < PAYLOADS; i++) {
        const message = {
          topic: pick(chance, storm.topics),
          bytes: mutant(chance, storm),
          receivedAt: payloads.AT + i * 100,
        }
        const { stations, refused } = read(GATEWAY, message)
        const judged = [...stations].map(([station, elements]) => admit(station, elements, message.receivedAt))
        const observations = judged.flatMap((each) => each.observations)
        const refusals = [...judged.flatMap((each) => each.refusals), ...refused]
        if (observations.some(({ at, value }) => !Number.isSafeInteger(at) || !Number.isFinite(value))) {
          faults.push(`an observation that is none: ${message.bytes.toString('hex')}`)
        }
        if (refusals.some(({ count, detail }) => !(count >= 1) || detail === '' || detail.length > 400)) {
          faults.push(`a refusal that says nothing: ${message.bytes.toString('hex')}`)
        }
        if (observations.length > 0) outcomes.taken++
        else if (refusals.length > 0) outcomes.refused++
        else outcomes.empty++
      }
      expect(faults).toEqual([])
      // The storm is one: much of it still reads, much of it does not.
      expect(outcomes.taken).toBeGreaterThan(PAYLOADS / 20)
      expect(outcomes.refused).toBeGreaterThan(PAYLOADS / 20)
    },
  )
})

/** As large as a message may be, and made to cost the most. */
describe('a hostile message of 256 kB', () => {
  const SIZE = 256 * 1024
  const fill = (head: string, part: string, tail: string) =>
    Buffer.from(head + part.repeat(Math.floor((SIZE - head.length - tail.length) / part.length)) + tail)

  it.each([
    [
      'a base name of separators',
      'ioc/v1/HUE-AQ-01/senml',
      fill(`[{"bn":"${':'.repeat(250)}","v":1}`, ',{"v":1}', ']'),
    ],
    [
      'records in CBOR without content',
      'ioc/v1/HUE-AQ-01/senml',
      Buffer.concat([Buffer.from([0x9f]), Buffer.alloc(SIZE - 2, 0xa0), Buffer.from([0xff])]),
    ],
    ['arrays in each other', 'tele/meter1/SENSOR', Buffer.alloc(SIZE, '[')],
    ['leaves below a name as long as a book', 'tele/meter1/SENSOR', fill(`{"${'k'.repeat(100_000)}":[`, '1,', '1]}')],
    ['leaves', 'zigbee2mqtt/phòng máy/tủ 1', fill('[', '1,', '1]')],
    ['metrics of no content', 'spBv1.0/hue/NBIRTH/tram', Buffer.alloc(SIZE, Buffer.from([0x12, 0x00]))],
    [
      'metrics of one name',
      'spBv1.0/hue/DDATA/tram/kim-long',
      Buffer.alloc(18_000 * 14, Buffer.from('120c0a0161690000000000000000', 'hex')),
    ],
  ])('is answered: %s', (_, topic, bytes) => {
    const read = createGatewayReader({ properties, decodeCbor, decodeSparkplug, encodeRebirth })
    const { stations, refused } = read(GATEWAY, { topic, bytes, receivedAt: payloads.AT })
    expect(stations.size + refused.length).toBeGreaterThan(0)
  })
})
