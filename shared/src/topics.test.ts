import { expect, it } from 'vitest'
import type { StationId } from './ids.js'
import { isBelow, observationsTopic, parseTopic, statusTopic } from './topics.js'

const A = 'HUE-AQ-01' as StationId

it('reads the topics that it makes', () => {
  expect(parseTopic(observationsTopic(A))).toEqual({ station: A, leaf: 'observations' })
  expect(parseTopic(statusTopic(A))).toEqual({ station: A, leaf: 'status' })
})

it.each(['ioc/v1/A', 'ioc/v1/A/', 'ioc/v1/A/senml', 'ioc/v1/A/status/x', 'ioc/v1//status', 'ioc/v2/A/status', ''])(
  'reads no station in %j',
  (topic) => expect(parseTopic(topic)).toBeNull(),
)

it('knows what lies below a station’s own topic, and not below that of a longer name', () => {
  expect(isBelow(A, `ioc/v1/${A}/anything`)).toBe(true)
  expect(isBelow(A, `ioc/v1/${A}2/status`)).toBe(false)
  expect(isBelow(A, `ioc/v1/${A}`)).toBe(false)
})
