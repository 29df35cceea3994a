import type { StationId } from '@ioc/shared/ids'
import { MINUTE } from '@ioc/shared/time'
import { beforeEach, describe, expect, it } from 'vitest'
import { createManualClock } from '../../../tests/manual-clock.js'
import type { DeviceDoor, DeviceVisit, Refused } from '../ports/access.js'
import { addressBlock } from './address-block.js'
import { createDeviceDoor } from './device-door.js'
import { createRefusals, MANY_NAMES } from './refusals.js'

const known = (id: string) => (['A', 'B'].includes(id) ? (id as StationId) : null)
const authenticate = (name: string, secret: string) => (secret === `secret of ${name}` ? known(name) : null)

let clock: ReturnType<typeof createManualClock>
let door: DeviceDoor
beforeEach(() => {
  clock = createManualClock(1_700_000_000_000)
  door = createDeviceDoor({ authenticate, known, clock })
})

function visit(username: string, change: Partial<DeviceVisit> = {}): DeviceVisit {
  return { address: '10.0.0.1', username, password: 'guess', certificate: null, ...change }
}

/** How long the answer to each of `n` wrong secrets waits. */
function waits(n: number, of: DeviceVisit): number[] {
  return Array.from({ length: n }, () => {
    const entry = door.enter(of)
    return 'why' in entry ? entry.waitMs : NaN
  })
}

/** Who comes in, or why not. */
function outcome(of: DeviceVisit): string {
  const entry = door.enter(of)
  return 'why' in entry ? entry.why : entry.sender
}

describe('the door of the field', () => {
  it('answers wrong secrets ever later, up to ten seconds', () => {
    expect(waits(9, visit('A'))).toEqual([0, 0, 200, 400, 800, 1_600, 3_200, 6_400, 10_000])
    clock.advance(10 * MINUTE)
    expect(waits(3, visit('A'))).toEqual([0, 0, 200])
  })

  it('lets the right secret in at once, whoever guesses, and from the same address too', () => {
    waits(100, visit('A'))
    expect(door.enter(visit('A', { password: 'secret of A' }))).toEqual({ sender: 'A' })
    expect(waits(1, visit('A', { address: '10.0.0.2' }))).toEqual([0])
  })

  it('slows an address that tries many names', () => {
    const first = Array.from({ length: 50 }, (_, n) => waits(1, visit(`X${n}`))[0])
    expect(first).toEqual(Array(50).fill(0))
    expect(waits(1, visit('Y'))).toEqual([200])
    expect(waits(1, visit('Z', { address: '10.0.0.2' }))).toEqual([0])
  })

  it('says why', () => {
    expect(outcome(visit('A'))).toBe('secret.wrong')
    expect(outcome(visit('NOBODY'))).toBe('station.unknown')
    expect(outcome(visit('', { certificate: { name: 'A' } }))).toBe('A')
    expect(outcome(visit('B', { certificate: { name: 'A' } }))).toBe('certificate')
    expect(outcome(visit('', { certificate: { name: 'NOBODY' } }))).toBe('station.unknown')
    const expired = { certificate: { fault: 'CERT_HAS_EXPIRED' }, password: 'secret of A' }
    expect(outcome(visit('A', expired))).toBe('certificate')
  })

  it('bounds the attempts of an address, wide enough for a network that comes back', () => {
    const knocks = Array.from({ length: 3_001 }, () => door.knock('10.0.0.1'))
    expect(knocks.slice(0, 2_000).every((ms) => ms === 0)).toBe(true)
    expect(knocks[2_999]).toBe(5_000)
    expect(knocks[3_000]).toBeNull()
    expect(door.knock('10.0.0.2')).toBe(0)
    clock.advance(1_000)
    expect(door.knock('10.0.0.1')).not.toBeNull()
  })

  it('stays open when our clock is put back', () => {
    for (let n = 0; n < 100; n++) door.knock('10.0.0.1')
    clock.advance(-60 * MINUTE)
    expect(door.knock('10.0.0.1')).toBe(0)
  })

  it.each([
    ['10.1.2.3', '10.1.2.3'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::5', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('takes %s for %s', (address, block) => {
    expect(addressBlock(address)).toBe(block)
  })
})

function refused(who: string, address = '10.0.0.1'): Refused {
  return { why: 'secret.wrong', who, address, detail: '' }
}

describe('the list of refusals', () => {
  it('counts what is the same and shows the latest first', () => {
    const refusals = createRefusals()
    refusals.note(refused('A'), 1)
    refusals.note(refused('B'), 2)
    refusals.note({ ...refused('A'), detail: 'later' }, 3)
    expect(refusals.list()).toEqual([
      { ...refused('A'), detail: 'later', count: 2, first: 1, last: 3 },
      { ...refused('B'), count: 1, first: 2, last: 2 },
    ])
  })

  it('stays small, and one address with many names pushes nobody out', () => {
    const refusals = createRefusals()
    refusals.note(refused('A', '10.0.0.2'), 0)
    for (let n = 0; n < 5_000; n++) refusals.note(refused(`X${n}\n`), n)
    expect(refusals.list()).toHaveLength(52)
    expect(refusals.list()[0]).toMatchObject({ who: MANY_NAMES, count: 4_950 })
    expect(refusals.list().at(-1)).toMatchObject({ who: 'A' })
    for (let n = 0; n < 5_000; n++) refusals.note(refused('A', `10.1.${n >> 8}.${n & 255}`), n)
    expect(refusals.list()).toHaveLength(1_000)
  })
})
