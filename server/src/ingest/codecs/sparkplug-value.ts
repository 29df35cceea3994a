import type { Quality } from '@ioc/shared/observation'
import type { SparkplugMetric, SparkplugScalar } from '@ioc/shared/sparkplug'

const UNIT_PROPERTIES = ['engUnit', 'EngUnit', 'unit', 'units']

const SIGNED_BITS: Readonly<Record<number, number>> = { 1: 8, 2: 16, 3: 32, 4: 64 }
const UNSIGNED_BITS: Readonly<Record<number, number>> = { 5: 8, 6: 16, 7: 32, 8: 64, 13: 64 }
const BOOLEAN = 11

/**
 * The value that a datatype makes of what stood on the wire; undefined where an integer has no datatype.
 *
 * Signed integers travel as two's complement in an unsigned field, some senders fill 8 bits and some 32: only the low
 * bits count. A DateTime is its milliseconds.
 */
export function readValue(raw: SparkplugScalar | null, datatype: number | null): SparkplugScalar | null | undefined {
  if (typeof raw !== 'bigint') return raw
  if (datatype === null) return undefined
  if (datatype === BOOLEAN) return raw !== 0n
  const signed = SIGNED_BITS[datatype]
  if (signed !== undefined) return Number(BigInt.asIntN(signed, raw))
  const unsigned = UNSIGNED_BITS[datatype]
  return unsigned === undefined ? undefined : Number(BigInt.asUintN(unsigned, raw))
}

/** The property `Quality`: 0 is BAD, 192 GOOD, 500 STALE; any other code is not trusted. */
export function readQuality(properties: SparkplugMetric['properties']): Quality {
  const code = properties?.get('Quality')
  if (code === undefined) return 'good'
  if (Number(code) === 192) return 'good'
  return Number(code) === 0 ? 'fault' : 'suspect'
}

/** The unit, as sent by the gateways that send one. */
export function readUnit(properties: SparkplugMetric['properties']): string | null {
  if (!properties) return null
  const unit = UNIT_PROPERTIES.map((name) => properties.get(name)).find((each) => typeof each === 'string')
  return typeof unit === 'string' && unit !== '' && unit.length <= 32 ? unit : null
}
