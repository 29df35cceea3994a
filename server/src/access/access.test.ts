import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { HOUR, MINUTE } from '@ioc/shared/time'
import { createManualClock } from '../../../tests/manual-clock.js'
import { createArgon2Passwords } from '../adapters/argon2.js'
import { createMemoryAccessStore } from '../adapters/memory/access-store.js'
import { createMemoryRegistry } from '../adapters/memory/registry.js'
import { createAudit } from './audit.js'
import { createDevices } from './devices.js'
import { createPeople } from './people.js'
import type { Random } from './secret.js'
import { createSignIn } from './sign-in.js'
import { createTokens } from './tokens.js'

const onUnkept = (cause: unknown): void => expect.unreachable(String(cause))

/** The same bytes in every run, never twice the same in one. */
function seededRandom(): Random {
  let drawn = 0
  return (bytes) => createHash('sha256').update(String(drawn++)).digest().subarray(0, bytes)
}

const T0 = 1_700_000_000_000
let clock: ReturnType<typeof createManualClock>
let random: Random
beforeEach(() => {
  clock = createManualClock(T0)
  random = seededRandom()
})

describe('devices', () => {
  const simulated = station('SIM', true)
  const real = station('REAL', false)

  async function open() {
    const registry = createMemoryRegistry()
    const stations = new Map([simulated, real].map((each) => [each.id as string, each]))
    const door = { list: () => [...stations.values()] }
    const known = (id: string) => stations.get(id)?.id ?? null
    const stopped: string[] = []
    const onOldStopped = (id: StationId): void => void stopped.push(id)
    const start = () => createDevices({ registry, stations: door, known, random, clock, onOldStopped, onUnkept })
    return { registry, stations, stopped, start, devices: await start() }
  }

  it('come in with their own secret only, and after a restart too', async () => {
    const { devices, start, registry } = await open()
    const secret = await devices.issue(real.id)
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
    expect(devices.authenticate('REAL', secret)).toBe('REAL')
    expect(devices.authenticate('SIM', secret)).toBeNull()
    expect(devices.authenticate('REAL', '')).toBeNull()
    expect(devices.authenticate('NOBODY', secret)).toBeNull()
    expect((await start()).authenticate('REAL', secret)).toBe('REAL')
    expect(JSON.stringify(await registry.secrets())).not.toContain(secret)
  })

  it('cannot come in before a secret was issued, nor with an old one, nor once removed', async () => {
    const { devices, stopped, stations } = await open()
    expect(devices.authenticate('REAL', '')).toBeNull()
    const old = await devices.issue(real.id)
    const secret = await devices.issue(real.id)
    expect(devices.authenticate('REAL', old)).toBeNull()
    expect(devices.authenticate('REAL', secret)).toBe('REAL')
    expect(stopped).toEqual(['REAL', 'REAL'])
    stations.delete('REAL')
    expect(devices.authenticate('REAL', secret)).toBeNull()
  })

  it('go on with the old secret until the new one is used', async () => {
    const { devices, stopped, start } = await open()
    const old = await devices.issue(real.id)
    const secret = await devices.issue(real.id, HOUR)
    expect(stopped).toEqual(['REAL'])
    const later = await start()
    expect(later.authenticate('REAL', old)).toBe('REAL')
    expect(later.authenticate('REAL', 'guess')).toBeNull()
    expect(stopped).toEqual(['REAL'])
    expect(later.authenticate('REAL', secret)).toBe('REAL')
    expect(stopped).toEqual(['REAL', 'REAL'])
    expect(later.authenticate('REAL', old)).toBeNull()
    await later.issue(simulated.id)
    expect((await start()).authenticate('REAL', old)).toBeNull()
  })

  it('have until the end of the overlap to get the new secret, and then must go', async () => {
    const { devices, stopped } = await open()
    const old = await devices.issue(real.id)
    const secret = await devices.issue(real.id, HOUR)
    clock.advance(HOUR - 1)
    expect(devices.authenticate('REAL', old)).toBe('REAL')
    clock.advance(1)
    expect(devices.authenticate('REAL', old)).toBeNull()
    clock.advance(MINUTE)
    expect(stopped).toEqual(['REAL', 'REAL'])
    expect(devices.authenticate('REAL', secret)).toBe('REAL')
  })

  it('keep the secret that works when the next one is made before it was carried out', async () => {
    const { devices } = await open()
    const working = await devices.issue(real.id)
    const lost = await devices.issue(real.id, HOUR)
    const secret = await devices.issue(real.id, HOUR)
    expect(devices.authenticate('REAL', lost)).toBeNull()
    expect(devices.authenticate('REAL', working)).toBe('REAL')
    expect(devices.authenticate('REAL', secret)).toBe('REAL')
    expect(devices.authenticate('REAL', working)).toBeNull()
  })

  it('that are simulated keep the secrets of the earlier start where they still hold', async () => {
    const { devices, start } = await open()
    const first = await devices.ensureSimulatedSecrets(null)
    expect(Object.keys(first)).toEqual(['SIM'])
    const later = await start()
    expect(await later.ensureSimulatedSecrets(JSON.stringify(first))).toEqual(first)
    const next = await later.ensureSimulatedSecrets('{"SIM": "wro')
    expect(next.SIM).not.toBe(first.SIM)
    expect(later.authenticate('SIM', next.SIM as string)).toBe('SIM')
    expect(later.authenticate('SIM', first.SIM as string)).toBeNull()
  })
})

async function openDoor() {
  const store = createMemoryAccessStore()
  const passwords = createArgon2Passwords()
  const tokens = await createTokens({ store, random, clock })
  const people = await createPeople({ store, passwords, tokens, random, clock })
  const audit = createAudit({ store, clock, onRecord() {} })
  const signIn = createSignIn({ people, tokens, audit, clock })
  return { store, people, tokens, audit, signIn }
}

describe('people', () => {
  it('start with admin, whose password is made and told once', async () => {
    const { people, store } = await openDoor()
    const password = (await people.ensureFirst(null)) as string
    expect(await people.ensureFirst(null)).toBeNull()
    expect(await people.check('admin', password)).toMatchObject({ name: 'admin', role: 'admin' })
    expect((await store.people())[0]?.passwordHash).toMatch(/^\$argon2id\$/)
  })

  it('give admin the password of the settings, also when it changes, and then end its sessions', async () => {
    const { people, signIn, tokens } = await openDoor()
    expect(await people.ensureFirst('first password')).toBeNull()
    const { secret } = await signIn({ name: 'admin', password: 'first password', address: 'a' })
    await people.ensureFirst('first password')
    expect(tokens.find(secret)).not.toBeNull()
    await people.ensureFirst('second password')
    expect(tokens.find(secret)).toBeNull()
    expect(await people.check('admin', 'first password')).toBeNull()
    expect(await people.check('admin', 'second password')).not.toBeNull()
  })

  it('are added once, and leave with their sessions, but for the last admin', async () => {
    const { people, signIn, tokens } = await openDoor()
    await people.ensureFirst('password of admin')
    const lan = { name: 'lan', role: 'operator' as const, password: 'password of lan' }
    const both = await Promise.allSettled([people.add(lan), people.add(lan)])
    expect(both[1]).toMatchObject({ status: 'rejected', reason: { code: 'person.exists' } })
    const { secret } = await signIn({ ...lan, address: 'a' })
    expect(await people.remove('lan')).toBe(true)
    expect(tokens.find(secret)).toBeNull()
    await expect(people.remove('admin')).rejects.toMatchObject({ code: 'person.last-admin' })
  })

  it('sign in for twelve hours, and out at once', async () => {
    const { people, signIn, tokens, audit } = await openDoor()
    await people.ensureFirst('password of admin')
    const { secret, token } = await signIn({ name: 'admin', password: 'password of admin', address: '::1' })
    expect(token).toMatchObject({ kind: 'session', name: 'admin', role: 'admin', expiresAt: T0 + 12 * HOUR })
    clock.advance(12 * HOUR - 1)
    expect(tokens.find(secret)?.name).toBe('admin')
    clock.advance(1)
    expect(tokens.find(secret)).toBeNull()
    const again = await signIn({ name: 'admin', password: 'password of admin', address: '::1' })
    await tokens.revoke(again.token.id)
    expect(tokens.find(again.secret)).toBeNull()
    expect((await audit.list(9)).map(({ action }) => action)).toEqual(['session.open', 'session.open'])
  })

  it('are slowed when they guess, each name and address for itself', async () => {
    const { people, signIn, audit } = await openDoor()
    await people.ensureFirst('password of admin')
    const attempt = (name: string, address: string, password = 'wrong') =>
      signIn({ name, address, password }).then(
        () => 'in',
        (error: { code: string }) => error.code,
      )
    const guesses = await Promise.all(Array.from({ length: 12 }, () => attempt('admin', 'a')))
    expect(guesses.filter((code) => code === 'auth.wrong')).toHaveLength(10)
    expect(guesses.filter((code) => code === 'rate.exceeded')).toHaveLength(2)
    expect(await attempt('admin', 'a', 'password of admin')).toBe('rate.exceeded')
    expect(await attempt('admin', 'b', 'password of admin')).toBe('in')
    clock.advance(5 * MINUTE)
    expect(await attempt('admin', 'a', 'password of admin')).toBe('in')
    expect((await audit.list(99)).filter(({ action }) => action === 'session.refused')).toHaveLength(10)
  })

  it('may sign in rightly as often as they like', async () => {
    const { people, signIn } = await openDoor()
    await people.ensureFirst('password of admin')
    for (let i = 0; i < 70; i++) {
      const { token } = await signIn({ name: 'admin', password: 'password of admin', address: 'a' })
      expect(token.name).toBe('admin')
    }
  })
})

describe('tokens', () => {
  it('are found by their secret until they expire, and survive a restart without it', async () => {
    const store = createMemoryAccessStore()
    const tokens = await createTokens({ store, random, clock })
    const { secret, token } = await tokens.issue({ kind: 'token', name: 'x', role: 'viewer', expiresAt: T0 + HOUR })
    expect(JSON.stringify(await store.tokens())).not.toContain(secret)
    const later = await createTokens({ store, random, clock })
    expect(later.find(secret)).toEqual(token)
    expect(later.find(`${secret}x`)).toBeNull()
    expect(later.list('token')).toEqual([token])
    clock.advance(HOUR)
    expect(later.find(secret)).toBeNull()
    await createTokens({ store, random, clock })
    expect(await store.tokens()).toEqual([])
  })
})

function station(id: string, isSimulated: boolean): Station {
  const place = { lon: 107.5, lat: 16.4, area: 'x', agency: '' }
  return { id: id as StationId, name: id, kind: 'air', ...place, reportIntervalS: 30, simulated: isSimulated }
}
